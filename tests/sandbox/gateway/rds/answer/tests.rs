//! Lists of instances, each with its own endpoint.

use super::{Facts, instances, lead};

const TWO: &str = "<DBInstances><DBInstance><DBInstanceIdentifier>a</DBInstanceIdentifier><DbiResourceId>db-1</DbiResourceId><Engine>postgres</Engine>\
    <MasterUsername>m</MasterUsername><Endpoint><Address>a.x.rds.amazonaws.com</Address><Port>5432</Port></Endpoint>\
    <MasterUserSecret><SecretArn>arn:s</SecretArn></MasterUserSecret></DBInstance><DBInstance>\
    <Endpoint><Address>b.x</Address><Port>5432</Port><HostedZoneId>Z</HostedZoneId></Endpoint>\
    <DBInstanceIdentifier>b</DBInstanceIdentifier><DbiResourceId>db-1</DbiResourceId></DBInstance></DBInstances><Marker>c</Marker>";

#[test]
fn every_instance_is_read() {
    let found = instances(TWO);
    let names: Vec<_> = found.iter().map(|instance| instance.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(found[0].secret.as_deref(), Some("arn:s"));
    assert_eq!((found[1].secret.as_deref(), found[1].database.as_deref()), (None, None));
}

#[test]
fn only_instances_with_a_port_are_led() {
    let led = lead(TWO, &|name| (name == "b").then(|| Facts { port: 21_000, resource: "db-B".to_owned() }));
    assert!(led.contains("<Address>a.x.rds.amazonaws.com</Address><Port>5432</Port>"), "{led}");
    let b =
        "<Endpoint><Address>localhost</Address><Port>21000</Port><HostedZoneId>Z</HostedZoneId></Endpoint>";
    assert!(led.contains(b), "{led}");
    assert!(
        led.ends_with("<DbiResourceId>db-B</DbiResourceId></DBInstance></DBInstances><Marker>c</Marker>"),
        "{led}"
    );
    assert_eq!(lead(TWO, &|_| None), TWO);
    assert_eq!(lead("<Error/>", &|_| None), "<Error/>");
}
