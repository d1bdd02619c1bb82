//! AWS: who we are there, where an EKS cluster is, the token that its API server takes from us, and the calls to RDS and
//! IAM that database servers are made with.
//! One file per kind of question; the SDK reads the environment and the shared files by itself.

mod api;
mod eks;
mod failure;
mod secrets;
mod session;
mod token;

pub(crate) use api::Api;
pub(crate) use eks::{Described, describe};
pub(crate) use failure::{About, Failure, explain};
pub(crate) use secrets::{Secrets, no_aws, no_password, no_session, plain, unreadable};
pub(crate) use session::Session;
pub(crate) use token::{Audience, ClusterToken};
