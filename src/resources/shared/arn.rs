//! Names that AWS gives to what a resource refers to: secrets, roles, keys, regions. Only their form is checked here.

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

text_type!(
    /// A database of RDS.
    DatabaseId,
    "the `id` of an `acme_database`, or the ARN of a DB instance such as `arn:aws:rds:eu-west-1:123456789012:db:product`",
    |text| {
        let is_identifier = |name: &str| is_name(name, 63, "-") && name.starts_with(|c: char| c.is_ascii_alphabetic());
        match parts(text, "rds") {
            Some([region, account, resource]) => {
                is_region(region) && is_account(account) && resource.strip_prefix("db:").is_some_and(is_identifier)
            }
            None => is_identifier(text),
        }
    }
);

text_type!(
    /// A key in AWS KMS.
    KeyId,
    "a KMS key: an ARN such as `arn:aws:kms:eu-west-1:123456789012:key/0f1e…`, a key id, or `alias/NAME`",
    |text| {
        let is_key = |key: &str| is_name(key, 256, "-/_");
        match parts(text, "kms") {
            Some([region, account, resource]) => {
                let key = resource.strip_prefix("key/").or_else(|| resource.strip_prefix("alias/"));
                is_region(region) && is_account(account) && key.is_some_and(is_key)
            }
            None => is_key(text),
        }
    }
);

text_type!(
    /// A region of AWS.
    RegionName,
    "an AWS region such as `eu-west-1`",
    |text| {
        let parts: Vec<_> = text.split('-').collect();
        let is_number = |part: &&str| part.len() == 1 && part.chars().all(|c| c.is_ascii_digit());
        parts.len() >= 3 && is_region(text) && parts.last().is_some_and(is_number)
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

/// Whether it looks like a region of AWS.
pub(crate) fn is_region(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Whether it is the id of an AWS account: twelve digits.
pub(crate) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.chars().all(|c| c.is_ascii_digit())
}

fn is_name(text: &str, most: usize, marks: &str) -> bool {
    (1..=most).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c))
}
