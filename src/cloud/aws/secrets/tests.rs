//! What is taken from a secret, and that no reason repeats it.

use aws_sdk_secretsmanager::primitives::DateTime;
use expect_test::expect;

use super::*;

fn told(error: &CloudError) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    format!("{error}: {cause}")
}

#[test]
fn a_key_of_a_json_object_is_its_text() {
    let text =
        SecretText::new(r#"{"user": "api", "port": 5432, "tls": true, "nested": {"a": 1}, "none": null}"#);
    let part = |key: &str| part(&text, key).map(|value| value.expose().to_owned());
    assert_eq!(part("user"), Ok("api".to_owned()));
    assert_eq!(part("port"), Ok("5432".to_owned()));
    assert_eq!(part("tls"), Ok("true".to_owned()));
    assert_eq!(part("nested"), Err("its key `nested` is neither text nor a number".to_owned()));
    assert_eq!(part("none"), Err("its key `none` is neither text nor a number".to_owned()));
    assert_eq!(part("missing"), Err("it has no key `missing`".to_owned()));
}

#[test]
fn what_is_no_object_is_not_quoted() {
    for text in ["hunter2", "[\"hunter2\"]", "{\"key\": hunter2}", ""] {
        let why = part(&SecretText::new(text), "key").unwrap_err();
        assert_eq!(why, "it is no JSON object, so it has no key `key`");
    }
}

#[test]
fn the_current_version_is_the_one_in_use() {
    let described = |stages: &[(&str, &str)], deleted: Option<DateTime>| {
        let mut output = DescribeSecretOutput::builder().set_deleted_date(deleted);
        for (version, stage) in stages {
            output = output.version_ids_to_stages(*version, vec![(*stage).to_owned()]);
        }
        current(&output.build())
    };
    let versions = [("v1", "AWSPREVIOUS"), ("v2", "AWSCURRENT"), ("v3", "AWSPENDING")];
    assert_eq!(described(&versions, None), Ok("v2".to_owned()));
    let empty = described(&[], None);
    assert!(matches!(&empty, Err(Failure::Other(why)) if why.contains("no value yet")), "{empty:?}");
    let deleted = described(&versions, Some(DateTime::from_secs(0)));
    assert!(matches!(&deleted, Err(Failure::Other(why)) if why.contains("deletion")), "{deleted:?}");
}

#[test]
fn failures_name_the_secret() {
    let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf";
    let line = |(failure, version): (Failure, Option<&str>)| {
        let endpoint = "https://secretsmanager.eu-west-1.amazonaws.com".to_owned();
        told(&explain(failure, &Asked { arn, version, region: "eu-west-1", endpoint })) + "\n"
    };
    let texts: String = [
        (Failure::NotFound, None),
        (Failure::NotFound, Some("v7")),
        (
            Failure::Forbidden("AccessDeniedException: not authorized to perform GetSecretValue".to_owned()),
            None,
        ),
        (Failure::Other("DecryptionFailure: the key is disabled".to_owned()), Some("v7")),
        (Failure::Unreachable("connection refused".to_owned()), Some("v7")),
        (Failure::Unauthorized("ExpiredTokenException".to_owned()), None),
        (Failure::NoRegion, None),
    ]
    .into_iter()
    .map(line)
    .collect();
    expect![[r#"
        secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf cannot be read: it does not exist in eu-west-1
        secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf cannot be read: it, or its version `v7`, does not exist in eu-west-1
        secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf cannot be read: AccessDeniedException: not authorized to perform GetSecretValue
        secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf cannot be read: DecryptionFailure: the key is disabled
        secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf cannot be read: https://secretsmanager.eu-west-1.amazonaws.com cannot be reached: connection refused
        https://secretsmanager.eu-west-1.amazonaws.com does not accept the credentials: ExpiredTokenException
        secret arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf cannot be read: no AWS region is set, and its ARN names none
    "#]].assert_eq(&texts);
}

#[test]
fn a_secret_is_asked_for_where_it_is() {
    assert_eq!(named_region("arn:aws:secretsmanager:eu-west-1:123456789012:secret:api"), Some("eu-west-1"));
    assert_eq!(named_region("arn:aws:secretsmanager::123456789012:secret:api"), None);
    assert_eq!(named_region("api"), None);
}

#[test]
fn an_answer_that_cannot_be_read_is_not_quoted() {
    use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
    use aws_smithy_runtime_api::http::StatusCode;
    use aws_smithy_types::body::SdkBody;

    let response = HttpResponse::new(StatusCode::try_from(200).unwrap(), SdkBody::from("hunter2"));
    let error: SdkError<GetSecretValueError, _> = SdkError::response_error("unexpected `hunter2`", response);
    assert_eq!(failed(&error), Failure::Other("the answer cannot be read".to_owned()));
}
