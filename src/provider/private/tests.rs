//! What is written is read back; what others wrote is no reason to fail.

use super::*;

#[test]
fn what_is_written_is_read_back() {
    let private = Private {
        databases: std::collections::BTreeMap::new(),
        secret_versions: BTreeMap::from([("arn:one".to_owned(), "v1".to_owned())]),
        custom: BTreeMap::from([(Kind::ServiceMonitor, true)]),
        exists: false,
    };
    assert_eq!(Private::read(&private.write()), private);
    let after = Private::read(&Private::applied(&private.write()));
    assert_eq!(after, Private { exists: true, ..private });
}

#[test]
fn nothing_to_keep_is_nothing_kept() {
    assert!(Private::default().write().is_empty());
    assert!(Private::read(&Private::applied(b"")).exists);
}

#[test]
fn bytes_of_others_are_as_good_as_none() {
    for bytes in [&b""[..], b"private", b"[]", br#"{"custom":{"Widget":true},"secret_versions":{"a":1}}"#] {
        assert_eq!(Private::read(bytes), Private::default());
    }
}
