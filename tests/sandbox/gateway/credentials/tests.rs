//! Keys and services are found in what AWS and its clients send.

use super::{handed_out, service};

#[test]
fn an_assumed_role_is_known_by_its_temporary_key() {
    let answer = "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId>\
                  <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials>\
                  <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/r/x</Arn></AssumedRoleUser>\
                  </AssumeRoleResult></AssumeRoleResponse>";
    let key = handed_out(answer, "1").unwrap();
    assert_eq!(
        (key.id.as_str(), key.secret.as_str(), key.session_token.as_deref()),
        ("ASIA1", "s", Some("t"))
    );
    assert_eq!(key.arn, "arn:aws:sts::1:assumed-role/r/x");
}

#[test]
fn a_user_is_known_by_its_key_and_a_list_of_keys_hands_out_none() {
    let key = handed_out(
        "<AccessKey><UserName>u</UserName><AccessKeyId>AKIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey></AccessKey>",
        "1",
    );
    assert_eq!(key.unwrap().arn, "arn:aws:iam::1:user/u");
    assert!(handed_out("<AccessKeyId>AKIA1</AccessKeyId>", "1").is_none());
}

#[test]
fn the_service_is_the_fourth_part_of_the_scope() {
    let header = "AWS4-HMAC-SHA256 Credential=AKID/20250101/eu-west-1/eks/aws4_request, SignedHeaders=host, Signature=f";
    assert_eq!(service(header), Some("eks"));
    assert_eq!(service("Bearer x"), None);
}
