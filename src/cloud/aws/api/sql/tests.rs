//! What is read of a server's description, of its answers and of its refusals.

use serde_json::json;

use super::*;

#[test]
fn a_server_is_reached_as_it_is_described() {
    let described = json!({
        "DBInstanceIdentifier": "orders", "MasterUsername": "root",
        "Endpoint": { "Address": "orders.abc.rds.amazonaws.com", "Port": 5432 },
        "MasterUserSecret": { "SecretArn": "arn:secret" },
    });
    let server = Server::of(&described).unwrap();
    assert_eq!((server.host.as_str(), server.port), ("orders.abc.rds.amazonaws.com", 5432));
    assert_eq!((server.user.as_str(), server.database.as_str()), ("root", "postgres"));
    assert_eq!((server.secret_arn.as_deref(), server.takes_tokens), (Some("arn:secret"), false));
    let creating = json!({ "DBInstanceIdentifier": "orders", "MasterUsername": "root" });
    let error = Server::of(&creating).err().unwrap();
    let cause = std::error::Error::source(&error).unwrap();
    assert!(cause.to_string().contains("no address"), "{cause}");
}

#[test]
fn only_the_last_statement_can_say_no() {
    let check = |steps: Vec<Step<'_>>, expected| assert_eq!(says_false(steps.into_iter()), expected);
    let (no, done) = (|| Step::Row(Some("f")), || Step::Done);
    check(vec![no(), done()], true);
    check(vec![Step::Row(Some("false")), done()], true);
    check(vec![Step::Row(Some("t")), done()], false);
    check(vec![Step::Row(None), done()], false);
    check(vec![no(), no(), done()], false);
    check(vec![no(), done(), done()], false);
    check(vec![done(), no(), done()], true);
    check(vec![], false);
}

#[test]
fn words_repeat_no_value() {
    let check = |code, message, expected: &str| assert_eq!(words_of(code, message), expected);
    check("42501", "permission denied for schema app", "permission denied for schema app");
    check(
        "22P02",
        "invalid input syntax for type integer: \"hunter2\"",
        "a value cannot be used as a statement uses it",
    );
    check("42601", "syntax error at or near \"hunter2\"", "a statement has a syntax error");
}
