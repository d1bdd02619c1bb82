//! What AWS says, and what the user is told of it.

use super::*;

#[test]
fn refusals_have_classes() {
    let check =
        |code, message, status, expected: Failure| assert_eq!(refused(code, message, status), expected);
    check("ResourceNotFoundException", "No cluster found for name: x.", Some(404), Failure::NotFound);
    check(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
        Some(403),
        Failure::Unauthorized(
            "UnrecognizedClientException: The security token included in the request is invalid.".into(),
        ),
    );
    check(
        "AccessDeniedException",
        "User: arn:aws:iam::1:user/u is not authorized to perform: eks:DescribeCluster",
        Some(403),
        Failure::Forbidden(
            "AccessDeniedException: User: arn:aws:iam::1:user/u is not authorized to perform: eks:DescribeCluster"
                .into(),
        ),
    );
    check("ExpiredTokenException", "", Some(403), Failure::Unauthorized("ExpiredTokenException".into()));
    check("", "", Some(401), Failure::Unauthorized("HTTP status 401: ".into()));
    check(
        "ServiceUnavailableException",
        "busy",
        Some(503),
        Failure::Unreachable("ServiceUnavailableException: busy".into()),
    );
    check("Throttling", "slow down", Some(400), Failure::Other("Throttling: slow down".into()));
}

#[test]
fn a_signed_request_in_the_message_is_not_shown() {
    let message = "The request signature we calculated does not match.\n\nThe Canonical String should have been\n\
                   'GET\n/clusters/x\n\nx-amz-security-token:SECRET'";
    let Failure::Unauthorized(text) = refused("SignatureDoesNotMatch", message, Some(403)) else { panic!() };
    assert_eq!(text, "SignatureDoesNotMatch: The request signature we calculated does not match.");
}

#[test]
fn explanations_name_cluster_region_and_endpoint() {
    let check = |failure: Failure, expected: &str| {
        let about = About {
            cluster: "production".into(),
            region: "eu-west-1".into(),
            endpoint: "https://eks.eu-west-1.amazonaws.com".into(),
        };
        let error = explain(failure, about);
        assert_eq!(flatten(&error), expected);
    };
    check(Failure::NotFound, "EKS cluster `production` does not exist in eu-west-1");
    check(
        Failure::Unreachable("connection refused".into()),
        "https://eks.eu-west-1.amazonaws.com cannot be reached: connection refused",
    );
    check(
        Failure::Unauthorized("there are none".into()),
        "https://eks.eu-west-1.amazonaws.com does not accept the credentials: there are none",
    );
    check(
        Failure::Forbidden("AccessDenied".into()),
        "not allowed to describe EKS cluster `production`: AccessDenied",
    );
    check(
        Failure::NotUsable("its status is CREATING, not ACTIVE".into()),
        "failed to connect to EKS cluster `production`: its status is CREATING, not ACTIVE",
    );
    check(
        Failure::NoRegion,
        "the settings for reaching EKS cluster `production` are unusable: no AWS region is set, neither in the \
         provider nor in the environment",
    );
}

#[test]
fn credentials_are_told_in_short() {
    let check = |error: CredentialsError, expected: &str| {
        let outer: SdkError<aws_sdk_eks::Error, ()> = SdkError::construction_failure(error);
        let text = credentials_error(&outer).map(about_credentials);
        assert_eq!(text.as_deref(), Some(expected));
    };
    check(
        CredentialsError::not_loaded("a chain of ten reasons"),
        "there are none: not in the environment, a profile, a web identity, the container or the instance",
    );
    check(
        CredentialsError::provider_error("AssumeRole: AccessDenied"),
        "an error occurred while loading credentials: AssumeRole: AccessDenied",
    );
}
