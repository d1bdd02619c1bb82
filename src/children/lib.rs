//! What a resource expands into: the vocabulary of child objects and the arithmetic on them.
//!
//! Reading order: [`ChildId`] (what a child is called), [`Manifest`] (what it should be), [`Children`] (the bundle),
//! [`drift`] (desired × observed), [`Cloud`] (the only door to the world), [`reconcile`] (the steps through it).
//! No socket, runtime, clock or environment may enter: whoever calls brings a [`Cloud`].

pub mod aws;
mod bundle;
mod claim;
mod diff;
#[cfg(feature = "fake")]
pub mod fake;
mod id;
mod manifest;
mod port;
mod quantity;
mod reconcile;
mod secret;

pub use bundle::{Children, Desired, Observed, RESTART};
pub use claim::{IMPORTED, holder, is_claimed};
pub use diff::{Difference, drift, element_key};
pub use id::{ChildId, Habit, Kind, ParseChildIdError};
pub use manifest::{MANAGER, Manifest, Owner, STARTER, digest, label, tag};
pub use port::{Cause, Cloud, CloudError, Cluster, DatabaseAddress, IamToken, Location, Place};
pub use quantity::Quantity;
pub use reconcile::{Outcome, Reconcile, ReconcileError, Removal, Taken, remove};
pub use secret::{SecretSource, SecretText, Secrets};
