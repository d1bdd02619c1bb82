//! Names of instances, as API calls write them.

use super::Key;

#[test]
fn an_arn_has_a_region_of_its_own() {
    let here = Key::new("eu-west-1", "shop");
    assert_eq!(Key::of("Shop", "eu-west-1"), here);
    assert_eq!(Key::of("arn:aws:rds:eu-west-1:123456789012:db:shop", "us-east-1"), here);
    let automated = Key::of("arn:aws:rds:eu-west-1:123456789012:snapshot:rds:shop-2026-01-01-00-00", "x");
    assert_eq!(automated.name(), "rds:shop-2026-01-01-00-00");
    assert_ne!(Key::of("shop", "us-east-1"), here);
    assert_eq!(automated.to_string(), "eu-west-1-rds-shop-2026-01-01-00-00");
}
