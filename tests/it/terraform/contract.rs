//! What a plan promises: its impact, what the cluster would refuse, and that after an apply there is nothing left to plan.

use std::fmt::Write;
use std::fs;

use super::case::{Case, ON_EKS, service};

const GOOD: &str = "replicas = 2\nimage = { repository = \"acme/api\", tag = \"1.4.2\" }\nports = { http = { port = 8080 } }";

pub(super) fn impact_is_shown_and_limited(case: &Case<'_>) {
    case.with_namespace().service(GOOD).apply().ok();
    let next = GOOD.replace("1.4.2", "1.4.3");
    case.service(&next).plan().code(2).says(&[
        "\"none\" -> \"rolling\"",
        "planned_impact_reason",
        "`image` changes",
    ]);
    case.service(&format!("max_disruption = \"none\"\n{next}"))
        .plan()
        .fails(&["the impact of this change is `rolling`, and at most `none` is allowed", "hint:"]);
    case.write(
        "provider \"acme\" {\n  cluster = \"production\"\n  max_disruption = \"rolling\"\n}",
        &service(&next.replace("api\", tag", "api2\", tag")),
    );
    case.plan().code(2);
    let moved = service(GOOD).replace("namespace = \"NAMESPACE\"", "namespace = \"NAMESPACE-2\"");
    case.write(
        "provider \"acme\" {\n  offline = true\n  max_disruption = \"outage\"\n}",
        &moved.replace("name = \"api\"", "name = \"api\"\n  cluster = \"production\""),
    );
    case.plan().fails(&["the impact of this change is `replace`, and at most `outage` is allowed"]);
    case.service(&next).apply().ok();
    case.plan_is_empty();
    case.destroy().ok();
}

pub(super) fn what_the_cluster_would_refuse_is_an_error_of_the_plan(case: &Case<'_>) {
    case.with_namespace();
    case.kubectl(&["label", "namespace", &case.namespace, "pod-security.kubernetes.io/enforce=restricted"]);
    case.service(GOOD).plan().code(2).says_nothing_of(&["Planned without"]);
    let patch = "patches = [{ target = \"deployment\", op = \"add\", path = \"/spec/template/spec/hostNetwork\", value = \"true\" }]";
    case.service(&format!("{patch}\n{GOOD}")).plan().fails(&[
        "deployment/api was refused",
        "violates PodSecurity",
        "hostNetwork",
    ]);
    case.service(GOOD).apply().ok();
    case.plan_is_empty();

    // A full quota has no room for another service; a change of one that is there may need less, and is warned about.
    case.kubectl_here(&["create", "quota", "full", "--hard=pods=2"]);
    let next = GOOD.replace("1.4.2", "1.4.3");
    case.write(ON_EKS, &(service(GOOD) + &service(GOOD).replace("\"api\"", "\"other\"")));
    case.plan().fails(&["deployment/other was refused", "exceeded quota", "raise it, or ask for less"]);
    case.service(&next)
        .plan()
        .code(2)
        .says(&["may leave no room for new pods of deployment/api", "exceeded quota"]);
    let pods = case.kubectl_here(&["get", "pods", "--output=name"]);
    assert_eq!(pods.lines().count(), 2, "a plan has made a pod");
    // Nothing that makes pods changes: no pod is asked about.
    case.service(GOOD).plan_is_empty();
    case.destroy().ok();
}

pub(super) fn patches_reach_the_children(case: &Case<'_>) {
    let patch = |target: &str, op: &str, path: &str| {
        format!(
            "patches = [{{ target = \"{target}\", op = \"{op}\", path = \"{path}\", value = jsonencode(7) }}]\n{GOOD}"
        )
    };
    case.with_namespace()
        .service(&patch("deployment/api", "replace", "/spec/revisionHistoryLimit"))
        .apply()
        .ok();
    let limit = ["get", "deployment", "api", "--output=jsonpath={.spec.revisionHistoryLimit}"];
    assert_eq!(case.kubectl_here(&limit), "7");
    case.plan_is_empty();
    case.service(&patch("deployment", "replace", "/spec/nothing")).plan().fails(&["patches[0].path"]);
    case.service(&patch("cronjob", "add", "/spec/x")).plan().fails(&["patches[0].target"]);
    case.service(GOOD).apply().ok();
    assert_eq!(case.kubectl_here(&limit), "5");
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn metrics_follow_what_the_cluster_knows(case: &Case<'_>) {
    let metrics = format!("metrics = {{ path = \"/metrics\", port = \"http\" }}\n{GOOD}");
    case.with_namespace().service(&metrics).apply().ok();
    let annotation = [
        "get",
        "deployment",
        "api",
        "--output=jsonpath={.spec.template.metadata.annotations.prometheus\\.io/path}",
    ];
    assert_eq!(case.kubectl_here(&annotation), "/metrics");
    assert_eq!(case.recorded("/metrics/discovery"), "annotations");
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn nothing_is_reachable_that_was_not_declared(case: &Case<'_>) {
    let connects = r#"connects_to = {
  metrics = { service_id = "product/metrics" }
  db      = { cidr = "10.0.20.0/24", port = 5432 }
}"#;
    case.with_namespace().service(&format!("{connects}\n{GOOD}")).apply().ok();
    let policy = case.kubectl_here(&["get", "networkpolicy", "api", "--output=json"]);
    let policy: serde_json::Value = serde_json::from_str(&policy).expect("JSON");
    let spec = &policy["spec"];
    assert_eq!(spec["policyTypes"], serde_json::json!(["Ingress", "Egress"]));
    let egress = spec["egress"].to_string();
    for part in [
        "10.0.20.0/24",
        "5432",
        "kubernetes.io/metadata.name\":\"product",
        "app.kubernetes.io/name\":\"metrics",
        "53",
    ] {
        assert!(egress.contains(part), "no {part} in {egress}");
    }
    assert!(!egress.contains("0.0.0.0/0"), "{egress}");
    case.plan_is_empty();

    // What somebody adds is drift, also where nothing is allowed at all.
    let add = r#"[{"op":"add","path":"/spec/egress/-","value":{}}]"#;
    case.kubectl_here(&[
        "patch",
        "networkpolicy",
        "api",
        "--type=json",
        "--patch",
        add,
        "--field-manager=somebody",
    ]);
    case.plan().code(2).says(&["networkpolicy/api: spec.egress", "by somebody"]);
    let closed = "image = { repository = \"acme/worker\", tag = \"1\" }";
    case.service(closed).apply().ok();
    let add = r#"{"spec":{"ingress":[{}]}}"#;
    case.kubectl_here(&[
        "patch",
        "networkpolicy",
        "api",
        "--type=merge",
        "--patch",
        add,
        "--field-manager=somebody",
    ]);
    case.plan().code(2).says(&["networkpolicy/api: spec.ingress"]);
    case.apply().ok();
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

/// Pieces of configuration, each with the ways to write it; a service takes one of each, by a fixed rule that mixes them.
const PIECES: &[&[&str]] = &[
    &[
        "",
        "command = [\"serve\"]",
        "args = [\"--port\", \"8080\", \"\"]",
        "command = [\"a\"]\nargs = [\"b\"]",
    ],
    &[
        "",
        "ports = { http = { port = 8080 } }",
        "ports = { http = { port = 8080, service_port = 80 }, admin = { port = 9000 }, sip = { port = 9000, protocol = \"UDP\" } }",
    ],
    &["", "env = { A = \"\", B = \"x\" }", "env = {}"],
    &[
        "replicas = 1",
        "replicas = 0",
        "resources = { requests = { cpu = \"0.1\", memory = \"64Mi\" } }\nscaling = { min_replicas = 2, max_replicas = 4 }",
        "resources = { requests = { cpu = \"100m\" }, limits = { memory = \"1024Mi\" } }\nscaling = { min_replicas = 1, max_replicas = 3, target_cpu_utilization_percentage = 50, scale_down = { stabilization_window_seconds = 60, percent = 50, period_seconds = 30 }, metrics = { queue = { type = \"external\", selector = { q = \"mail\" }, target_average_value = \"30\" } } }",
    ],
    &[
        "",
        "volumes = { work = { mount_path = \"/work\", empty_dir = { size_limit = \"1024Mi\" } } }",
        "volumes = { conf = { mount_path = \"/etc/app\", config = { \"app.yaml\" = \"a: 1\\n\" } }, shm = { mount_path = \"/shm\", empty_dir = { medium = \"Memory\" } } }\nsidecars = { proxy = { resources = { requests = { cpu = \"10m\", memory = \"16Mi\" } }, image = { repository = \"acme/proxy\", tag = \"1\" }, mounts = { conf = \"/etc/proxy\" }, env = { MODE = \"fast\" } } }",
    ],
    &[
        "",
        "placement = { spread = \"required\", architecture = \"arm64\", node_selector = { team = \"a\" } }",
        "placement = { spread = \"none\", capacity_type = \"spot\", tolerations = [{ key = \"spot\", operator = \"Exists\", effect = \"NoSchedule\" }] }",
    ],
    &[
        "",
        "rollout = { max_surge = \"1\", max_unavailable = \"25%\", min_ready_seconds = 1 }",
        "restart_generation = 2",
    ],
    &[
        "",
        "connects_to = { db = { cidr = \"10.0.0.0/16\", port = 5432 }, dns = { cidr = \"10.1.0.53/32\", port = 53, protocol = \"UDP\" } }",
    ],
    &[
        "",
        "service_account = { role_arn = \"arn:aws:iam::123456789012:role/api\" }",
        "service_account = { automount_token = true }",
    ],
    &["", "pre_deploy = { command = [\"migrate\"], retries = 1 }"],
];

/// How many services are generated.
const SERVICES: usize = 24;

/// The configuration of the service of this number: its own digits choose, so that neighbors differ in everything.
fn generated(number: usize) -> String {
    let mut text = format!(
        "  name = \"s{number}\"\n  namespace = \"NAMESPACE\"\n  image = {{ repository = \"acme/api\", tag = \"{number}\" }}\n"
    );
    for (position, ways) in PIECES.iter().enumerate() {
        let way = (number * (2 * position + 1) + number / (position + 1)) % ways.len();
        let _ = writeln!(text, "{}", ways[way]);
    }
    // There are no nodes of the architecture and with the labels that are asked for: such a service runs nothing.
    if text.contains("architecture") || text.contains("capacity_type") {
        let runs = |line: &&str| {
            !["replicas =", "scaling =", "pre_deploy ="].iter().any(|word| line.starts_with(word))
        };
        text = text.lines().filter(runs).collect::<Vec<_>>().join("\n") + "\nreplicas = 0\n";
    }
    text
}

pub(super) fn generated_configurations_leave_nothing_to_plan(case: &Case<'_>) {
    let all: String = (0..SERVICES)
        .map(|number| format!("resource \"acme_service\" \"s{number}\" {{\n{}\n}}\n", generated(number)))
        .collect();
    case.with_namespace().write(ON_EKS, &all);
    case.apply().ok().says(&[&format!("{SERVICES} added")]);
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn every_example_is_applied_and_leaves_nothing_to_plan(case: &Case<'_>) {
    case.with_namespace();
    for text in examples("acme_service") {
        case.write(ON_EKS, &text.replace("\"product\"", "\"NAMESPACE\"")).apply().ok();
        case.plan_is_empty();
        case.destroy().ok();
    }
    // Plans, vaults and roles are found by their names, and the clients run side by side.
    let own = |text: &str, name: &str| {
        text.replace(&format!("\"{name}\""), &format!("\"{name}-{}\"", case.client.name))
    };
    for text in examples("acme_backup_plan") {
        case.write("provider \"acme\" {}", &own(&own(&text, "product"), "volumes")).apply().ok();
        case.plan_is_empty();
        case.destroy().ok();
    }
}

/// The examples of a resource.
fn examples(resource: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/resources").join(resource);
    let files = fs::read_dir(folder).expect("examples").map(|entry| entry.expect("an example").path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "tf"));
    let texts: Vec<_> = files.map(|path| fs::read_to_string(path).expect("an example")).collect();
    assert!(!texts.is_empty(), "there is no example of {resource}");
    texts
}

/// What is known of the world when a replacement is planned is not known any more when it is planned again to be applied.
pub(super) fn replacements_are_planned_twice_alike(case: &Case<'_>) {
    let everything = format!("metrics = {{}}\nmax_disruption = \"replace\"\n{GOOD}");
    case.with_namespace().service(&everything).apply().ok();
    case.plan_is_empty();
    case.run(&["apply", "-auto-approve", "-replace=acme_service.api"]).ok().says(&["1 added", "1 destroyed"]);
    case.plan_is_empty();
    let renamed = service(&everything).replace("name = \"api\"", "name = \"web\"");
    case.write(ON_EKS, &renamed).apply().ok().says(&["will be replaced", "1 added", "1 destroyed"]);
    case.plan_is_empty();
    case.write(ON_EKS, &renamed.replace("\"replace\"", "\"outage\"")).apply().ok();
    let refused = case.run(&["plan", "-replace=acme_service.api"]);
    refused.fails(&["the impact of this change is `replace`, and at most `outage` is allowed"]);
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}
