//! What makes children real: the only room that opens a socket to AWS or Kubernetes.
//!
//! Reading order: [`Live`] (the port, made of the two below), `aws` (where an EKS cluster is and who we are there),
//! `kubernetes` (server-side apply, shared lists, deletion, rollouts). No resource type may be known here.

mod aws;
mod kubernetes;
mod live;
mod once;
mod settings;
mod text;

pub use live::Live;
pub use settings::{AssumeRole, Endpoints, Kubernetes, Settings};
