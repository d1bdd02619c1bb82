//! The `acme_*` resources: one pure folder each, listed in [`REGISTRY`]; and the functions, in [`FUNCTIONS`].
//!
//! A resource says what can be written (its model), what that means (its spec) and what it expands into (children).
//! It never talks to anything: no runtime, socket, clock, randomness or environment may enter. What it must know of
//! the world arrives in [`Facts`].

mod backup_plan;
mod database;
mod functions;
mod impact;
mod recovery;
mod registry;
mod service;
mod shared;
#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;

pub use impact::{Disruption, Impact};
pub use registry::{
    Answer, BadArgument, DATA_SOURCES, DataSource, DefaultCluster, EPHEMERALS, Ending, Ephemeral, Expansion,
    FUNCTIONS, Facts, Function, Needs, OnFailure, Question, REGISTRY, Resource, Target, Timeouts, Unexpanded,
};
