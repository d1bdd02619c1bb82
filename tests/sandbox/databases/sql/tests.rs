//! Whatever a name or a password holds, it stays one word of a statement.

use super::{password, setup};

#[test]
fn quotes_stay_inside() {
    assert_eq!(password("a\"b", r"it's \ :x;"), "ALTER ROLE \"a\"\"b\" PASSWORD E'it\\'s \\\\ :x;';\n");
}

#[test]
fn the_database_that_every_cluster_has_is_not_made_again() {
    assert!(!setup("m", Some("postgres")).contains("CREATE DATABASE"));
    assert!(!setup("m", None).contains("CREATE DATABASE"));
    assert!(setup("m", Some("Shop")).contains("CREATE DATABASE \"Shop\" OWNER \"m\""));
}
