//! Tokens against signatures that were computed independently, by the published SigV4 steps.

use super::*;

const NOON: u64 = 1_795_435_200; // 2026-11-23T12:00:00Z

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn url(session_token: Option<&str>) -> String {
    let audience = Audience {
        cluster: "production".into(),
        region: "eu-west-1".into(),
        sts_url: "https://sts.eu-west-1.amazonaws.com".into(),
    };
    let credentials = Credentials::new(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        session_token.map(str::to_owned),
        None,
        "test",
    );
    let token = presign(&audience, &credentials, at(NOON)).unwrap();
    let encoded = token.strip_prefix("k8s-aws-v1.").unwrap();
    String::from_utf8(URL_SAFE_NO_PAD.decode(encoded).unwrap()).unwrap()
}

#[test]
fn the_token_is_a_presigned_get_caller_identity() {
    let check = |session_token, security: &str, signature: &str| {
        let expected = format!(
            "https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15\
             &X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Feu-west-1%2Fsts%2Faws4_request\
             &X-Amz-Date=20261123T120000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id\
             &X-Amz-Signature={signature}{security}"
        );
        assert_eq!(url(session_token), expected);
    };
    check(None, "", "3bfc573fc644d2b632903a934c629353d8e319fa0e016548852b3f020a2f96e9");
    check(
        Some("session/token+=="),
        "&X-Amz-Security-Token=session%2Ftoken%2B%3D%3D",
        "43c45774ca9029f7106e39353c4ba8db10acf032ee3a2110df25859d43ebad85",
    );
}

#[test]
fn a_token_is_replaced_before_it_or_its_credentials_end() {
    let check = |end: Option<u64>, expected| assert_eq!(renewal(at(NOON), end.map(at)), at(expected));
    check(None, NOON + 840);
    check(Some(NOON + 3600), NOON + 840);
    check(Some(NOON + 300), NOON + 240);
}

#[tokio::test(flavor = "current_thread")]
async fn a_kept_token_is_given_again_until_it_is_forgotten() {
    use secrecy::ExposeSecret;

    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let audience = Audience {
        cluster: "c".into(),
        region: "eu-west-1".into(),
        sts_url: "https://sts.eu-west-1.amazonaws.com/".into(),
    };
    let source = ClusterToken::new(audience, SharedCredentialsProvider::new(credentials));
    let first = source.token().await.unwrap();
    assert_eq!(first.expose_secret(), source.token().await.unwrap().expose_secret());
    source.forget().await;
    assert!(source.kept.lock().await.is_none());
}

fn credentials(session_token: Option<&str>) -> Credentials {
    let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    Credentials::new("AKIDEXAMPLE", secret, session_token.map(str::to_owned), None, "test")
}

#[test]
fn a_database_takes_a_presigned_login() {
    let host = "orders.abc.eu-west-1.rds.amazonaws.com";
    let login = Login { host, port: 5432, region: "eu-west-1", username: "app@team" };
    let check = |session_token, security: &str, signature: &str| {
        let expected = format!(
            "orders.abc.eu-west-1.rds.amazonaws.com:5432/?Action=connect&DBUser=app%40team\
             &X-Amz-Algorithm=AWS4-HMAC-SHA256\
             &X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Feu-west-1%2Frds-db%2Faws4_request\
             &X-Amz-Date=20261123T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host\
             &X-Amz-Signature={signature}{security}"
        );
        assert_eq!(database_token(&login, &credentials(session_token), at(NOON)), Ok(expected));
    };
    check(None, "", "6ec3d6bf0d70def97e91ff11b810695f69cbee19bf914dd16dd9ca5caefc5227");
    check(
        Some("session/token+=="),
        "&X-Amz-Security-Token=session%2Ftoken%2B%3D%3D",
        "e715bc01ad2a85d748c5c62c6e4440f0e717a3f96c4cce1ed80d402eb59e6fd8",
    );
}

#[test]
fn a_copy_is_permitted_by_the_region_of_its_source() {
    let parameters = [
        ("SourceDBInstanceIdentifier", "arn:aws:rds:eu-west-1:123456789012:db:orders"),
        ("KmsKeyId", "alias/copy"),
    ];
    let call = ("CreateDBInstanceReadReplica", parameters.as_slice());
    let url = copy_permission(call, ("eu-west-1", "eu-central-1"), &credentials(None), at(NOON)).unwrap();
    let signature = "699701cf269f7781584138f09165d2806aebc2534f270bfc0d12ffa4f207fc5e";
    assert!(
        url.starts_with("https://rds.eu-west-1.amazonaws.com/?Action=CreateDBInstanceReadReplica&"),
        "{url}"
    );
    assert!(url.ends_with(&format!("&X-Amz-Signature={signature}")), "{url}");
}
