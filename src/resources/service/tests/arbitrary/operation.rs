//! Arbitrary valid rollouts, budgets, shutdowns, metrics, placements and connections.

use acme_schema::{Attr, Map};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::attr;
use crate::service::model::{
    BudgetModel, ConnectionModel, MetricModel, PlacementModel, RolloutModel, ScaleDownModel, ScaleUpModel,
    ServiceModel, TolerationModel,
};

/// What an operator decides about, independent of the rest but for the replicas that a budget leaves.
pub(super) fn operation() -> BoxedStrategy<ServiceModel> {
    let allowed = prop_oneof!["none", "rolling", "failover", "outage", "replace", "irreversible"];
    (attr(rollout()), attr(placement()), attr(connections()), attr(allowed))
        .prop_map(|(rollout, placement, connects_to, max_disruption)| ServiceModel {
            rollout,
            placement,
            connects_to,
            max_disruption,
            ..ServiceModel::default()
        })
        .boxed()
}

fn share(least: i64) -> BoxedStrategy<String> {
    prop_oneof![
        (least..100_i64).prop_map(|count| count.to_string()),
        (least..=100_i64).prop_map(|percent| format!("{percent}%"))
    ]
    .boxed()
}

fn rollout() -> BoxedStrategy<RolloutModel> {
    // Not both may be 0. The shortest deadline that follows from arbitrary timeouts is that of one minute.
    let shares = prop_oneof![(share(1), share(0)), (share(0), share(1))];
    (shares, any::<[bool; 2]>(), attr(0..50_i64), attr(51..9000_i64), attr(any::<bool>()))
        .prop_map(|((surge, unavailable), [more, less], min_ready_seconds, deadline, rollback_on_failure)| {
            RolloutModel {
                max_surge: Some(surge.clone()).filter(|_| more || surge.starts_with('0')).into(),
                max_unavailable: Some(unavailable).filter(|_| less || surge.starts_with('0')).into(),
                min_ready_seconds,
                progress_deadline_seconds: deadline,
                rollback_on_failure,
            }
        })
        .boxed()
}

/// A budget that lets one of at least this many replicas go.
pub(super) fn budget(replicas: i64) -> BoxedStrategy<BudgetModel> {
    let most = share(1)
        .prop_map(|most| BudgetModel { max_unavailable: Attr::Known(most), min_available: Attr::Null });
    if replicas == 1 {
        return prop_oneof![
            most,
            Just(BudgetModel { min_available: Attr::Known("0".to_owned()), ..BudgetModel::default() })
        ]
        .boxed();
    }
    let least =
        if replicas == 0 { share(0) } else { (0..replicas).prop_map(|count| count.to_string()).boxed() };
    let least = least
        .prop_map(|least| BudgetModel { max_unavailable: Attr::Null, min_available: Attr::Known(least) });
    prop_oneof![most, least].boxed()
}

/// What decides how replicas leave.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leaving {
    pub(super) has_ports: bool,
    pub(super) has_alb: bool,
}

/// Drain, pre-stop delay, deregistration delay and grace period.
pub(super) fn shutdown(leaving: Leaving) -> BoxedStrategy<[Attr<i64>; 4]> {
    (attr(1..400_i64), attr(0..400_i64), attr(0..400_i64), attr(0..400_i64))
        .prop_map(move |(drain, delay, deregistration, more)| {
            let delay = if leaving.has_ports { delay } else { Attr::Null };
            let seconds = |given: &Attr<i64>, default: i64| given.known().copied().unwrap_or(default);
            let wait = seconds(&drain, 10);
            let stop = if leaving.has_ports { seconds(&delay, wait) } else { 0 };
            let grace = Attr::from(more.known().map(|more| stop + wait + more));
            let longest = seconds(&grace, stop + 3 * wait);
            let deregistration = deregistration.known().map(|delay| *delay.min(&longest));
            [drain, delay, deregistration.filter(|_| leaving.has_alb).into(), grace]
        })
        .boxed()
}

fn labels() -> BoxedStrategy<Map<String>> {
    let value = prop_oneof!["", "[a-zA-Z0-9]([a-z_.-]{0,4}[a-z0-9])?"].prop_map(Attr::Known);
    btree_map("([a-z]{1,3}\\.[a-z]{2}/)?[a-z][a-z0-9]{0,5}", value, 0..3).boxed()
}

pub(super) fn metrics() -> BoxedStrategy<Map<MetricModel>> {
    let amount = || "[1-9][0-9]{0,3}(m|k|Mi|\\.5)?";
    let targets = prop_oneof![
        (prop_oneof!["pods", "external"], amount().prop_map(|amount| (Attr::Known(amount), Attr::Null))),
        (Just("external".to_owned()), amount().prop_map(|amount| (Attr::Null, Attr::Known(amount)))),
    ];
    let metric = (targets, attr(labels())).prop_map(|((kind, (average, total)), selector)| MetricModel {
        r#type: Attr::Known(kind),
        selector,
        target_average_value: average,
        target_value: total,
    });
    btree_map("[a-z_][a-z0-9_.:|-]{0,9}", metric.prop_map(Attr::Known), 0..3).boxed()
}

pub(super) fn scale_up() -> BoxedStrategy<ScaleUpModel> {
    pace()
        .prop_map(|[stabilization_window_seconds, pods, percent, period_seconds]| ScaleUpModel {
            stabilization_window_seconds,
            pods,
            percent,
            period_seconds,
        })
        .boxed()
}

pub(super) fn scale_down() -> BoxedStrategy<ScaleDownModel> {
    pace()
        .prop_map(|[stabilization_window_seconds, pods, percent, period_seconds]| ScaleDownModel {
            stabilization_window_seconds,
            pods,
            percent,
            period_seconds,
        })
        .boxed()
}

/// Kubernetes' own numbers are likely, since these have two spellings.
fn pace() -> BoxedStrategy<[Attr<i64>; 4]> {
    let window = attr(prop_oneof![Just(0), Just(300), 0..=3600_i64]);
    let pods = attr(prop_oneof![Just(4), 1..100_i64]);
    let percent = attr(prop_oneof![Just(100), 1..1000_i64]);
    (window, pods, percent, attr(prop_oneof![Just(15), 1..=1800_i64]))
        .prop_map(|(window, pods, percent, period)| {
            let has_steps = !pods.is_null() || !percent.is_null();
            [window, pods, percent, if has_steps { period } else { Attr::Null }]
        })
        .boxed()
}

fn placement() -> BoxedStrategy<PlacementModel> {
    let spread = attr(prop_oneof!["preferred", "required", "none"]);
    let tolerations = attr(vec(toleration().prop_map(Attr::Known), 0..3));
    (
        spread,
        attr(prop_oneof!["amd64", "arm64"]),
        attr(prop_oneof!["spot", "on_demand"]),
        attr(labels()),
        tolerations,
    )
        .prop_map(|(spread, architecture, capacity_type, node_selector, tolerations)| PlacementModel {
            spread,
            architecture,
            capacity_type,
            node_selector,
            tolerations,
        })
        .boxed()
}

fn toleration() -> BoxedStrategy<TolerationModel> {
    let effect = || attr(prop_oneof!["NoSchedule", "PreferNoSchedule", "NoExecute"]);
    let equal = ("[a-z]{1,5}", any::<bool>(), attr("[a-z0-9]{0,4}"), effect()).prop_map(
        |(key, given, value, effect)| TolerationModel {
            key: Attr::Known(key),
            operator: given.then(|| "Equal".to_owned()).into(),
            value,
            effect,
        },
    );
    let exists = (attr("[a-z]{1,3}\\.[a-z]{2}/[a-z]{1,5}"), effect()).prop_map(|(key, effect)| {
        TolerationModel { key, operator: Attr::Known("Exists".to_owned()), value: Attr::Null, effect }
    });
    prop_oneof![equal, exists].boxed()
}

fn connections() -> BoxedStrategy<Map<ConnectionModel>> {
    let port = || (1..=65535_i64, attr(prop_oneof!["TCP", "UDP"]));
    // No service is named with a digit at its end and lives in this namespace: none connects to itself.
    let service = (attr(port()), "elsewhere/[a-z]{1,5}0").prop_map(|(port, id)| {
        let port = port.known().cloned();
        ConnectionModel {
            service_id: Attr::Known(id),
            port: port.as_ref().map(|(number, _)| *number).into(),
            protocol: port.map_or(Attr::Null, |(_, protocol)| protocol),
            ..ConnectionModel::default()
        }
    });
    let cidr = prop_oneof![
        (any::<u32>(), 0..=32_u32).prop_map(|(bits, length)| {
            let bits = bits & u32::MAX.checked_shl(32 - length).unwrap_or(0);
            format!("{}/{length}", std::net::Ipv4Addr::from_bits(bits))
        }),
        (any::<u64>(), 1..=64_u32).prop_map(|(bits, length)| {
            let bits = u128::from(bits | 1 << 63) << 64 & (u128::MAX << (128 - length));
            format!("{}/{length}", std::net::Ipv6Addr::from_bits(bits))
        }),
    ];
    let range = (port(), cidr).prop_map(|((number, protocol), cidr)| ConnectionModel {
        cidr: Attr::Known(cidr),
        port: Attr::Known(number),
        protocol,
        ..ConnectionModel::default()
    });
    btree_map("\\PC{0,6}", prop_oneof![service, range].prop_map(Attr::Known), 0..3).boxed()
}
