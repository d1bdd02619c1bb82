//! Everything that is tested from outside a room, in one binary. In reading order: the house rules, the documentation, the
//! life of a resource on the in-memory cloud, the real binary over gRPC, the real binary under terraform and tofu.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a panic is how a test fails")]

mod docs;
mod protocol;
mod scenarios;
mod terraform;
mod tidy;
