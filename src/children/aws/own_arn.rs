//! ARNs of one's own account, before the account is known: an expansion knows no account, and AWS takes and shows whole ARNs.

use serde_json::{Map, Value};

/// Stands for the partition of the account, e.g. `aws`.
pub const PARTITION: &str = "<partition>";
/// Stands for the region of the resource.
pub const REGION: &str = "<region>";
/// Stands for the account's number.
pub const ACCOUNT: &str = "<account>";

/// The same with the placeholders filled in from an ARN of the account. An ARN without a region, as IAM's are, stands for
/// every region.
pub(super) fn complete(value: &Value, own_arn: &str) -> Value {
    let mut parts = own_arn.split(':').skip(1);
    let partition = parts.next().unwrap_or_default();
    let region = parts.nth(1).filter(|region| !region.is_empty()).unwrap_or("*");
    let account = parts.next().unwrap_or_default();
    let fill =
        |text: &str| text.replace(PARTITION, partition).replace(REGION, region).replace(ACCOUNT, account);
    map(value, &fill)
}

fn map(value: &Value, fill: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(fill(text)),
        Value::Array(elements) => elements.iter().map(|element| map(element, fill)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.clone(), map(value, fill)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn placeholders_are_filled_in_wherever_they_stand() {
        let wanted = json!({ "Rules": [{ "Vault": "arn:<partition>:backup:us-west-2:<account>:backup-vault:a" }], "n": 1 });
        let own = "arn:aws-cn:backup:cn-north-1:123456789012:plan:7";
        assert_eq!(
            complete(&wanted, own),
            json!({ "Rules": [{ "Vault": "arn:aws-cn:backup:us-west-2:123456789012:backup-vault:a" }], "n": 1 })
        );
        let here = json!("arn:<partition>:backup:<region>:<account>:backup-vault:a");
        assert_eq!(complete(&here, own), "arn:aws-cn:backup:cn-north-1:123456789012:backup-vault:a");
        let role = "arn:aws:iam::123456789012:role/r";
        assert_eq!(complete(&here, role), "arn:aws:backup:*:123456789012:backup-vault:a");
    }
}
