//! The wire: generated from the two `.proto` files beside this one and committed, so that a build needs no compiler
//! for them. The test regenerates and compares; nothing in here is written by hand.

#![expect(
    clippy::allow_attributes,
    clippy::allow_attributes_without_reason,
    reason = "the generators allow what their output needs"
)]

#[rustfmt::skip]
pub mod plugin;
#[rustfmt::skip]
pub mod tfplugin6;

#[cfg(test)]
mod tests;
