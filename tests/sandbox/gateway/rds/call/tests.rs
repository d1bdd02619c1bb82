//! Forms, and instances that are named in more than one way.

use super::Call;

#[test]
fn a_plus_is_a_space() {
    let call = Call::parse("Action=A&Text=a+b%2Bc&Empty=&Yes=True");
    assert_eq!((call.action(), call.get("Text"), call.get("Empty")), ("A", Some("a b+c"), None));
    assert!(call.says("Yes") && !call.says("No"));
}

#[test]
fn instances_are_named_as_the_emulator_knows_them() {
    let known = [("db-AB".to_owned(), "shop".to_owned())];
    for (form, expected) in [
        ("SourceDbiResourceId=db-AB&X=1", "SourceDBInstanceIdentifier=shop&X=1"),
        (
            "Filters.Filter.1.Name=dbi-resource-id&Filters.Filter.1.Values.Value.1=db-AB",
            "Filters.Filter.1.Name=db-instance-id&Filters.Filter.1.Values.Value.1=shop",
        ),
        ("SourceDbiResourceId=db%2DAB", "SourceDBInstanceIdentifier=shop"),
        ("SourceDbiResourceId=db-CD", "SourceDbiResourceId=db-CD"),
    ] {
        assert_eq!(Call::named(form, &known), expected);
    }
}
