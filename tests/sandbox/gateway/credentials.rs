//! Reads access keys where AWS hands them out (AssumeRole, CreateAccessKey, …), so that a token signed with such a key is
//! known later. Pure: XML in, key out.

use super::token::AccessKey;

/// The key in an answer of STS or IAM; none when it holds none.
pub(crate) fn handed_out(answer: &str, account: &str) -> Option<AccessKey> {
    let text = |element: &str| {
        let (_, rest) = answer.split_once(&format!("<{element}>"))?;
        let (value, _) = rest.split_once(&format!("</{element}>"))?;
        Some(value.trim().to_owned())
    };
    Some(AccessKey {
        id: text("AccessKeyId")?,
        secret: text("SecretAccessKey")?,
        session_token: text("SessionToken"),
        arn: text("Arn").unwrap_or_else(|| {
            format!(
                "arn:aws:iam::{account}:user/{}",
                text("UserName").unwrap_or_else(|| "unnamed".to_owned())
            )
        }),
    })
}

/// The service in the scope of an `Authorization` header.
pub(crate) fn service(authorization: &str) -> Option<&str> {
    let (_, rest) = authorization.split_once("Credential=")?;
    rest.split([',', ' ']).next()?.split('/').nth(3)
}

/// The region in the scope of an `Authorization` header.
pub(crate) fn region(authorization: &str) -> Option<&str> {
    let (_, rest) = authorization.split_once("Credential=")?;
    rest.split([',', ' ']).next()?.split('/').nth(2)
}

#[cfg(test)]
mod tests;
