//! Names that AWS gives to what a service refers to: secrets and roles. Only their form is checked here.

use super::text_type;

text_type!(
    /// The ARN of a secret in AWS Secrets Manager.
    SecretArn,
    "the ARN of a secret in AWS Secrets Manager, such as `arn:aws:secretsmanager:eu-west-1:123456789012:secret:api-AbCdEf`",
    |text| {
        parts(text, "secretsmanager").is_some_and(|[region, account, resource]| {
            let name = resource.strip_prefix("secret:").unwrap_or_default();
            is_region(region) && is_account(account) && is_name(name, 512, "/_+=.@-")
        })
    }
);

text_type!(
    /// The ARN of a role in AWS IAM.
    RoleArn,
    "the ARN of an IAM role, such as `arn:aws:iam::123456789012:role/api`",
    |text| {
        parts(text, "iam").is_some_and(|[region, account, resource]| {
            let name = resource.strip_prefix("role/").unwrap_or_default();
            region.is_empty() && is_account(account) && is_name(name, 576, "/_+=,.@-") && !name.ends_with('/')
        })
    }
);

text_type!(
    /// The version of a secret in AWS Secrets Manager.
    VersionId,
    "a version id of AWS Secrets Manager: 32 to 64 letters, digits and `-`",
    |text| {
        (32..=64).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    }
);

/// Region, account and resource of an ARN of this service, in whichever partition.
fn parts<'a>(arn: &'a str, service: &str) -> Option<[&'a str; 3]> {
    let mut parts = arn.splitn(6, ':');
    let (scheme, partition, of) = (parts.next()?, parts.next()?, parts.next()?);
    let is_partition = partition.starts_with("aws")
        && partition.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        && !partition.ends_with('-');
    (scheme == "arn" && is_partition && of == service)
        .then_some(())
        .and_then(|()| Some([parts.next()?, parts.next()?, parts.next()?]))
}

fn is_region(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.chars().all(|c| c.is_ascii_digit())
}

fn is_name(text: &str, most: usize, marks: &str) -> bool {
    (1..=most).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c))
}
