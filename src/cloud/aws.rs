//! AWS: who we are there, where an EKS cluster is, and the token that its API server takes from us.
//! One file per kind of question; the SDK reads the environment and the shared files by itself.

mod eks;
mod failure;
mod secrets;
mod session;
mod token;

pub(crate) use eks::{Described, describe};
pub(crate) use failure::{About, Failure, explain};
pub(crate) use secrets::{Secrets, no_session, unreadable};
pub(crate) use session::Session;
pub(crate) use token::{Audience, ClusterToken};
