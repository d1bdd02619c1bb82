//! terraform-provider-acme: a few lines of HCL in, production-grade workloads out.
//!
//! The map, in reading order:
//! - [`provider`]: wires everything; [`provider::Lifecycle`] is the one thing to read first.
//! - `acme-resources`: what an `acme_*` block means, as pure functions.
//! - `acme-children`: what it expands into, how desired and real are compared and reconciled.
//! - `acme-cloud`: the only code that opens a socket to AWS or Kubernetes.
//! - `acme-schema`, `acme-derive`: types, values, paths, diagnostics; one definition, many renderings.
//! - `acme-plugin`: the plugin protocol.

pub mod provider;
