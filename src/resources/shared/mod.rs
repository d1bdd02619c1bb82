//! Pieces of a specification that a service shares with other resources: each a type that holds only what its limits
//! allow, with the sentence that says what they are. Nothing here knows a resource or a child.

mod arn;
mod cidr;
mod dns;
mod duration;
mod env;
mod file;
mod findings;
mod given;
mod image;
mod label;
mod network;
mod place;
pub(crate) mod probe;
mod schedule;
mod share;
mod span;
mod tags;
mod text;
mod time;
mod whole;

#[cfg(test)]
mod tests;

pub(crate) use arn::{DatabaseId, KeyId, RegionName, RoleArn, SecretArn, VersionId, is_account, is_region};
pub(crate) use cidr::Cidr;
pub(crate) use dns::{ClusterName, HostName, Label, ObjectName, PartName, ServiceName};
pub(crate) use duration::WaitTime;
pub(crate) use env::EnvName;
pub(crate) use file::{FileName, MountPath};
pub(crate) use findings::Findings;
pub(crate) use given::Given;
pub(crate) use image::{Image, ImageModel, PlainImageModel};
pub(crate) use label::{LabelKey, LabelValue, Labels, labels};
pub(crate) use network::{HttpPath, PortName, PortNumber, Protocol, RoutePath, Scheme};
pub(crate) use place::{missing, place_of_data, place_of_id};
pub(crate) use schedule::Schedule;
pub(crate) use share::Share;
pub(crate) use span::Span;
pub(crate) use tags::{all_tags, settled_tags, tags, user_tags};
pub(crate) use text::{Text, text, text_type, word_type};
pub(crate) use time::{Instant, ZoneName};
pub(crate) use whole::{Generation, Whole};
