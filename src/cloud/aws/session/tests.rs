//! Addresses by region.

use super::*;

#[test]
fn hosts_follow_the_partition() {
    let check = |region, expected: &str| assert_eq!(regional_host("sts", region), expected);
    check("eu-west-1", "sts.eu-west-1.amazonaws.com");
    check("us-gov-west-1", "sts.us-gov-west-1.amazonaws.com");
    check("cn-north-1", "sts.cn-north-1.amazonaws.com.cn");
    check("us-iso-east-1", "sts.us-iso-east-1.c2s.ic.gov");
    check("us-isob-east-1", "sts.us-isob-east-1.sc2s.sgov.gov");
    check("eusc-de-east-1", "sts.eusc-de-east-1.amazonaws.eu");
}

#[test]
fn a_user_agent_becomes_an_app_name() {
    let name = app_name("terraform-provider-acme/1.0.0 (x86)").unwrap();
    assert_eq!(name.as_ref(), "terraform-provider-acme-1.0.0--x86-");
    assert!(app_name("").is_none());
}

#[test]
fn some_hosts_serve_a_whole_partition() {
    let check = |region, expected: &str| assert_eq!(global_host("iam", region), expected);
    check("eu-west-1", "iam.amazonaws.com");
    check("us-gov-west-1", "iam.us-gov.amazonaws.com");
    check("cn-northwest-1", "iam.cn-north-1.amazonaws.com.cn");
}
