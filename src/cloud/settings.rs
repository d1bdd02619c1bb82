//! How the world is reached: what the provider block says, as plain values. Nothing is read or resolved here, and
//! `Debug` prints which secrets are set, never what they are.

use std::fmt;

use crate::text::without_userinfo;

/// How to reach AWS and Kubernetes. What is `None` is left to the environment that the AWS SDK reads by itself.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The AWS region.
    pub region: Option<String>,
    /// The profile of the shared AWS configuration files.
    pub profile: Option<String>,
    /// The role to assume before anything else.
    pub assume_role: Option<AssumeRole>,
    /// Endpoints in place of the regional ones.
    pub endpoints: Endpoints,
    /// The cluster that is not found through EKS.
    pub kubernetes: Option<Kubernetes>,
    /// The kubeconfig files of the environment: one path, or several as in `PATH`.
    pub kubeconfig: Option<String>,
    /// How often a call is tried again after a failure that may pass; 5 where nothing is said.
    pub max_retries: Option<u32>,
    /// What servers are told about who calls, e.g. `terraform-provider-acme/1.0.0`.
    pub user_agent: String,
}

impl Settings {
    /// How often a call is made again.
    pub(crate) fn retries(&self) -> u32 {
        self.max_retries.unwrap_or(5)
    }
}

/// An IAM role to assume (`sts:AssumeRole`).
#[derive(Clone, Debug)]
pub struct AssumeRole {
    /// Its ARN.
    pub role_arn: String,
    /// The name that CloudTrail shows.
    pub session_name: Option<String>,
    /// What the role's trust policy asks for.
    pub external_id: Option<String>,
}

/// Endpoints in place of the regional ones (emulators, FIPS, VPC endpoints).
#[derive(Clone, Debug, Default)]
pub struct Endpoints {
    /// AWS Backup.
    pub backup: Option<String>,
    /// EKS.
    pub eks: Option<String>,
    /// IAM.
    pub iam: Option<String>,
    /// RDS.
    pub rds: Option<String>,
    /// Secrets Manager.
    pub secretsmanager: Option<String>,
    /// STS, for assuming roles and in cluster tokens. EKS accepts tokens for STS hosts only.
    pub sts: Option<String>,
}

/// A cluster given by address or by kubeconfig file.
#[derive(Clone, Default)]
pub struct Kubernetes {
    /// The API server, e.g. `https://10.0.0.1:6443`.
    pub host: Option<String>,
    /// Its certificate authority, PEM.
    pub cluster_ca_certificate: Option<String>,
    /// A bearer token.
    pub token: Option<String>,
    /// A client certificate, PEM.
    pub client_certificate: Option<String>,
    /// Its private key, PEM.
    pub client_key: Option<String>,
    /// A kubeconfig file; `~/` is the home directory.
    pub config_path: Option<String>,
    /// The context to use of the kubeconfig.
    pub config_context: Option<String>,
}

impl fmt::Debug for Kubernetes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |secret: &Option<String>| secret.as_ref().map(|_| "(sensitive)");
        f.debug_struct("Kubernetes")
            .field("host", &self.host.as_deref().map(without_userinfo))
            .field("cluster_ca_certificate", &self.cluster_ca_certificate.as_ref().map(String::len))
            .field("token", &hidden(&self.token))
            .field("client_certificate", &hidden(&self.client_certificate))
            .field("client_key", &hidden(&self.client_key))
            .field("config_path", &self.config_path)
            .field("config_context", &self.config_context)
            .finish()
    }
}

#[cfg(test)]
mod tests;
