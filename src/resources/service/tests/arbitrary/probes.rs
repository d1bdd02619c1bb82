//! Arbitrary valid probes.

use acme_schema::Attr;
use proptest::collection::vec;
use proptest::prelude::*;

use super::attr;
use crate::shared::probe::{ExecModel, GrpcModel, HttpGetModel, ProbeModel, TcpSocketModel};

/// A probe of one of these ports or of a number, with at most this success threshold.
pub(super) fn probe(names: Vec<String>, most_successes: i64) -> BoxedStrategy<ProbeModel> {
    let timing = (attr(0..=3600_i64), attr(1..=3600_i64), attr(1..=3600_i64), attr(1..=1000_i64));
    (handler(names), timing, attr(1..=most_successes))
        .prop_map(
            |(
                handler,
                (initial_delay_seconds, period_seconds, timeout_seconds, failure_threshold),
                success_threshold,
            )| {
                ProbeModel {
                    initial_delay_seconds,
                    period_seconds,
                    timeout_seconds,
                    failure_threshold,
                    success_threshold,
                    ..handler
                }
            },
        )
        .boxed()
}

fn handler(names: Vec<String>) -> BoxedStrategy<ProbeModel> {
    let port = move || {
        let number = (1..=65535_i64).prop_map(|number| number.to_string());
        match names.is_empty() {
            true => number.prop_map(Attr::Known).boxed(),
            false => {
                prop_oneof![number, proptest::sample::select(names.clone())].prop_map(Attr::Known).boxed()
            }
        }
    };
    let http = (attr("/[a-z?=%]{0,9}"), port(), attr(prop_oneof!["HTTP", "HTTPS"]))
        .prop_map(|(path, port, scheme)| HttpGetModel { path, port, scheme });
    let grpc = (port(), attr("[a-z.]{0,5}")).prop_map(|(port, service)| GrpcModel { port, service });
    let command = vec("\\PC{0,5}", 1..3).prop_map(|texts| texts.into_iter().map(Attr::Known).collect());
    prop_oneof![
        http.prop_map(|http| ProbeModel { http_get: Attr::Known(http), ..ProbeModel::default() }),
        port().prop_map(|port| ProbeModel {
            tcp_socket: Attr::Known(TcpSocketModel { port }),
            ..ProbeModel::default()
        }),
        grpc.prop_map(|grpc| ProbeModel { grpc: Attr::Known(grpc), ..ProbeModel::default() }),
        command.prop_map(|command| ProbeModel {
            exec: Attr::Known(ExecModel { command: Attr::Known(command) }),
            ..ProbeModel::default()
        }),
    ]
    .boxed()
}
