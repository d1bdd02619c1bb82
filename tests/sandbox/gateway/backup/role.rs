//! Whether Backup may act as a role: it must exist and trust the service. What the role may then do is not checked.

use super::call::Refusal;
use crate::{
    aws::{authorization, call},
    gateway::Gateway,
};
use http::header;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

const PRINCIPAL: &str = "backup.amazonaws.com";

impl Gateway {
    pub(super) async fn check_role(&self, arn: &str) -> Result<(), Refusal> {
        let refusal = || Refusal::value(&format!("IAM Role {arn} cannot be assumed by AWS Backup"));
        let (_, path) = arn.split_once(":role/").ok_or_else(refusal)?;
        let name = path.rsplit('/').next().unwrap_or(path);
        let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
        let request = http::Request::post(format!("http://{}/", self.upstreams.general))
            .header(header::AUTHORIZATION, authorization("us-east-1", "iam"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = format!("Action=GetRole&Version=2010-05-08&RoleName={name}");
        let answer = call::send(request, body).await.map_err(|_| refusal())?;
        if answer.contains(PRINCIPAL) { Ok(()) } else { Err(refusal()) }
    }
}
