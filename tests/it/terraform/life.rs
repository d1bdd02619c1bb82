//! The life of a service: made, left alone, changed, drifted, repaired, adopted, removed.

use super::case::{Case, ON_EKS, service};

const IMAGE: &str = r#"image = { repository = "acme/api", tag = "1.4.2" }"#;
const PORTS: &str = r#"ports = { http = { port = 8080 } }"#;

/// A service with every kind of child.
const EVERYTHING: &str = r#"
  exposure  = "public"
  image     = { repository = "acme/api", tag = "1.4.2" }
  ports     = { http = { port = 8080 } }
  env       = { LOG_LEVEL = "info" }
  resources = { requests = { cpu = "100m", memory = "64Mi" } }
  scaling   = { min_replicas = 2, max_replicas = 4, target_cpu_utilization_percentage = 60 }
  route     = { hosts = ["api.acme.com"] }
"#;

pub(super) fn create_change_destroy(case: &Case<'_>) {
    case.service(&format!("create_namespace = true\nreplicas = 3\n{IMAGE}\n{PORTS}"));
    case.apply().ok().says(&["1 added"]);
    let image = ["get", "deployment", "api", "--output=jsonpath={.spec.template.spec.containers[0].image}"];
    let ready = ["get", "deployment", "api", "--output=jsonpath={.status.readyReplicas}"];
    assert_eq!(case.kubectl_here(&image), "acme/api:1.4.2");
    assert_eq!(case.kubectl_here(&ready), "3", "apply returned before the rollout was done");
    case.plan_is_empty();

    let before = case.kubectl_here(&["get", "deployment", "api", "--output=jsonpath={.metadata.uid}"]);
    case.service(&format!(
        "create_namespace = true\nreplicas = 3\nimage = {{ repository = \"acme/api\", tag = \"1.4.3\" }}\n{PORTS}"
    ));
    case.plan().code(2).says(&["1.4.3", "0 to add, 1 to change, 0 to destroy"]);
    case.apply().ok().says(&["1 changed"]);
    assert_eq!(case.kubectl_here(&image), "acme/api:1.4.3");
    assert_eq!(case.kubectl_here(&ready), "3");
    let pods = case.kubectl_here(&["get", "pods", "--output=jsonpath={.items[*].spec.containers[0].image}"]);
    assert!(!pods.contains("1.4.2"), "apply returned before the old pods were gone: {pods}");
    let after = case.kubectl_here(&["get", "deployment", "api", "--output=jsonpath={.metadata.uid}"]);
    assert_eq!(before, after, "the update replaced the Deployment");
    case.plan_is_empty();

    case.service(&format!(
        "create_namespace = true\nreplicas = 1\nimage = {{ repository = \"acme/api\", tag = \"1.4.3\" }}\n{PORTS}"
    ));
    case.apply().ok();
    assert_eq!(case.kubectl_here(&ready), "1");
    case.plan_is_empty();

    case.destroy().ok().says(&["1 destroyed"]);
    case.eventually("the namespace goes with the last service in it", |case| {
        case.kubectl(&["get", "namespace", &case.namespace, "--ignore-not-found"]).is_empty()
    });
    assert!(case.state().is_empty());
}

pub(super) fn scaling_and_back(case: &Case<'_>) {
    let resources = r#"resources = { requests = { cpu = "100m" } }"#;
    let scaling = "scaling = { min_replicas = 2, max_replicas = 5, target_cpu_utilization_percentage = 60 }";
    case.with_namespace().service(&format!("replicas = 1\n{IMAGE}\n{PORTS}\n{resources}"));
    case.apply().ok();

    case.service(&format!("{scaling}\n{IMAGE}\n{PORTS}\n{resources}"));
    case.apply().ok();
    let bounds = ["get", "hpa", "api", "--output=jsonpath={.spec.minReplicas}-{.spec.maxReplicas}"];
    assert_eq!(case.kubectl_here(&bounds), "2-5");
    case.plan_is_empty();
    // The number of replicas is the autoscaler's now: somebody else's change of it is no drift.
    case.kubectl_here(&["scale", "deployment", "api", "--replicas=4"]);
    case.plan_is_empty();

    case.service(&format!("replicas = 2\n{IMAGE}\n{PORTS}\n{resources}"));
    case.apply().ok();
    assert_eq!(case.kubectl_here(&["get", "hpa", "--output=name"]), "");
    assert_eq!(case.kubectl_here(&["get", "deployment", "api", "--output=jsonpath={.spec.replicas}"]), "2");
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

/// A service that is scaled by load has its least number of replicas from the start, and keeps what it has when it changes.
pub(super) fn capacity_is_never_dropped(case: &Case<'_>) {
    let ready = ["get", "deployment", "api", "--output=jsonpath={.spec.replicas}/{.status.readyReplicas}"];
    let resources = r#"resources = { requests = { cpu = "100m" } }"#;
    let scaling = |image: &str| {
        let image = IMAGE.replace("1.4.2", image);
        format!("scaling = {{ min_replicas = 3, max_replicas = 6 }}\n{image}\n{PORTS}\n{resources}")
    };
    case.with_namespace().service(&scaling("1.4.2")).apply().ok();
    assert_eq!(case.kubectl_here(&ready), "3/3");

    case.kubectl_here(&["scale", "deployment", "api", "--replicas=5"]);
    case.service(&scaling("1.4.3")).apply().ok();
    assert_eq!(case.kubectl_here(&ready), "5/5", "the update took what the load had asked for");

    case.service(&format!("replicas = 4\n{IMAGE}\n{PORTS}\n{resources}")).apply().ok();
    assert_eq!(case.kubectl_here(&ready), "4/4");
    case.service(&scaling("1.4.2")).apply().ok();
    assert_eq!(case.kubectl_here(&ready), "4/4", "the autoscaler was handed less than there was");
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn environment_and_route(case: &Case<'_>) {
    case.with_namespace();
    case.service(&format!("exposure = \"public\"\nenv = {{ LOG_LEVEL = \"info\" }}\n{IMAGE}\n{PORTS}"));
    case.apply().ok();
    let maps =
        ["get", "configmaps", "--selector=app.kubernetes.io/name=api", "--output=jsonpath={.items[*].data}"];
    assert_eq!(case.kubectl_here(&maps), r#"{"LOG_LEVEL":"info"}"#);

    let pods = ["get", "pods", "--output=jsonpath={.items[*].metadata.uid}"];
    let before = case.kubectl_here(&pods);
    let route = r#"route = { hosts = ["api.acme.com"] }"#;
    case.service(&format!(
        "exposure = \"public\"\nenv = {{ LOG_LEVEL = \"debug\" }}\n{IMAGE}\n{PORTS}\n{route}"
    ));
    case.apply().ok();
    assert_eq!(case.kubectl_here(&maps), r#"{"LOG_LEVEL":"debug"}"#, "the old ConfigMap was left behind");
    let after = case.kubectl_here(&pods);
    assert!(
        before.split(' ').all(|pod| !after.contains(pod)),
        "pods with the old environment were left running"
    );
    let host = ["get", "ingress", "api", "--output=jsonpath={.spec.rules[0].host}"];
    assert_eq!(case.kubectl_here(&host), "api.acme.com");
    assert_eq!(case.recorded("/url"), "https://api.acme.com");
    case.plan_is_empty();

    case.service(&format!("{IMAGE}\n{PORTS}"));
    case.apply().ok();
    assert_eq!(case.kubectl_here(&["get", "ingresses", "--output=name"]), "");
    assert_eq!(case.kubectl_here(&maps), "");
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

/// The name of the service's ConfigMap, which follows its content.
fn config_map(case: &Case<'_>) -> String {
    case.kubectl_here(&[
        "get",
        "configmaps",
        "--selector=app.kubernetes.io/name=api",
        "--output=jsonpath={.items[0].metadata.name}",
    ])
}

pub(super) fn drift_of_every_child_is_shown_and_repaired(case: &Case<'_>) {
    case.with_namespace().service(EVERYTHING).apply().ok();
    case.plan_is_empty();
    let map = config_map(case);
    let replace = |kind: &str, name: &str, path: &str, value: &str| {
        let patch = format!(r#"[{{"op":"replace","path":"{path}","value":{value}}}]"#);
        case.kubectl_here(&[
            "patch",
            kind,
            name,
            "--type=json",
            "--patch",
            &patch,
            "--field-manager=somebody",
        ]);
    };
    replace("deployment", "api", "/spec/template/spec/containers/0/image", r#""acme/other:1""#);
    replace("service", "api", "/spec/ports/0/targetPort", "9090");
    replace("horizontalpodautoscaler", "api", "/spec/maxReplicas", "9");
    replace("poddisruptionbudget", "api", "/metadata/labels/app.kubernetes.io~1name", r#""other""#);
    replace("networkpolicy", "api", "/spec/ingress", "[]");
    replace("serviceaccount", "api", "/metadata/labels/app.kubernetes.io~1name", r#""other""#);
    // Its data cannot be changed by anybody: the ConfigMap is immutable.
    replace("configmap", &map, "/metadata/labels/app.kubernetes.io~1name", r#""other""#);
    replace("ingress", "api", "/spec/rules/0/host", r#""other.acme.com""#);

    let map_line = format!("configmap/{map}: metadata.labels");
    case.plan().code(2).says(&[
        "differs from what Terraform recorded",
        "deployment/api: spec.template.spec.containers[name=api].image is \"acme/other:1\", not \"acme/api:1.4.2\", by somebody",
        "service/api: spec.ports",
        "horizontalpodautoscaler/api: spec.maxReplicas is 9, not 4",
        "poddisruptionbudget/api: metadata.labels.app.kubernetes.io/name",
        "networkpolicy/api: spec.ingress",
        "serviceaccount/api: metadata.labels.app.kubernetes.io/name",
        &map_line,
        "ingress/api: spec.rules",
    ]);
    case.apply().ok();
    case.plan_is_empty();
    assert_eq!(
        case.kubectl_here(&["get", "service", "api", "--output=jsonpath={.spec.ports[*].port}"]),
        "8080"
    );
    assert_eq!(
        case.kubectl_here(&["get", "ingress", "api", "--output=jsonpath={.spec.rules[*].host}"]),
        "api.acme.com"
    );
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

/// The API server merges ports by number and wants their names to be unique: what somebody changed stands in the way.
pub(super) fn ports_changed_by_somebody_are_repaired(case: &Case<'_>) {
    case.with_namespace().service(EVERYTHING).apply().ok();
    let container = "/spec/template/spec/containers/0/ports/0/containerPort";
    for (kind, path) in [("service", "/spec/ports/0/port"), ("deployment", container)] {
        let patch = format!(r#"[{{"op":"replace","path":"{path}","value":9090}}]"#);
        case.kubectl_here(&[
            "patch",
            kind,
            "api",
            "--type=json",
            "--patch",
            &patch,
            "--field-manager=somebody",
        ]);
    }
    case.plan()
        .code(2)
        .says(&["service/api: spec.ports[name=http].port is 9090, not 8080", "deployment/api"]);
    case.apply().ok();
    case.plan_is_empty();
    let ports = [
        "get",
        "service,deployment",
        "api",
        "--output=jsonpath={.items[*]..ports[*]['port','containerPort']}",
    ];
    assert_eq!(case.kubectl_here(&ports), "8080 8080");

    // Nothing of the repair is left that would hold a port which the configuration gives up.
    case.service(&EVERYTHING.replace("8080", "8081"));
    case.apply().ok();
    case.plan_is_empty();
    assert_eq!(case.kubectl_here(&ports), "8081 8081");
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn deleted_children_come_back(case: &Case<'_>) {
    case.with_namespace().service(EVERYTHING).apply().ok();
    let map = config_map(case);
    let children = [
        ("deployment", "api"),
        ("service", "api"),
        ("horizontalpodautoscaler", "api"),
        ("poddisruptionbudget", "api"),
        ("networkpolicy", "api"),
        ("serviceaccount", "api"),
        ("configmap", map.as_str()),
    ];
    for (kind, name) in children {
        case.kubectl_here(&["delete", kind, name]);
    }
    let lines: Vec<_> =
        children.iter().map(|(kind, name)| format!("{kind}/{name}: does not exist any more")).collect();
    case.plan().code(2).says(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    case.apply().ok();
    for (kind, name) in children {
        case.kubectl_here(&["get", kind, name]);
    }
    case.plan_is_empty();

    // All of it gone is a service that is not there.
    for (kind, name) in children.into_iter().chain([("ingress", "api")]) {
        case.kubectl_here(&["delete", kind, name]);
    }
    case.plan().code(2).says(&["1 to add"]);
    case.apply().ok();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn import_then_empty_plan(case: &Case<'_>) {
    case.with_namespace().service(EVERYTHING).apply().ok();
    case.run(&["state", "rm", "acme_service.api"]).ok();
    let id = format!("{}/api", case.namespace);
    case.run(&["import", "acme_service.api", &id]).ok().says(&["Import successful"]);
    case.plan_is_empty();
    case.run(&["import", "acme_service.api", &id]).fails(&["Resource already managed"]);

    case.run(&["state", "rm", "acme_service.api"]).ok();
    case.run(&["import", "acme_service.api", &format!("{}/nothing", case.namespace)])
        .fails(&["does not exist"]);
    case.run(&["import", "acme_service.api", "api"]).fails(&["NAMESPACE/NAME"]);

    // The block form, of a service that the configuration describes a little otherwise.
    let import = format!("import {{\n  to = acme_service.api\n  id = \"{id}\"\n}}\n");
    case.write(ON_EKS, &format!("{import}{}", service(&EVERYTHING.replace("1.4.2", "1.4.3"))));
    case.apply().ok().says(&["1 imported", "1 changed"]);
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}

pub(super) fn data_source_reads_what_runs(case: &Case<'_>) {
    let reader = r#"
data "acme_service" "api" {
  namespace  = "NAMESPACE"
  name       = "api"
  depends_on = [acme_service.api]
}
output "host" { value = data.acme_service.api.internal_host }
output "tag" { value = data.acme_service.api.image.tag }
"#;
    case.with_namespace().write(ON_EKS, &format!("{}{reader}", service(EVERYTHING)));
    case.apply().ok().says(&[&format!("api.{}.svc.cluster.local", case.namespace), "tag = \"1.4.2\""]);
    case.plan_is_empty();
    case.destroy().ok();

    case.write(ON_EKS, &reader.replace("depends_on = [acme_service.api]", ""));
    case.plan().fails(&["There is no service `api` in namespace"]);
}

pub(super) fn orphans_are_removed(case: &Case<'_>) {
    let second = service(EVERYTHING).replace("\"api\"", "\"ui\"");
    case.with_namespace().write(ON_EKS, &format!("{}{second}", service(EVERYTHING)));
    case.apply().ok().says(&["2 added"]);
    case.service(EVERYTHING);
    case.plan().code(2).says(&["acme_service.ui", "1 to destroy"]);
    case.apply().ok().says(&["1 destroyed"]);
    let left = case.objects();
    assert!(!left.is_empty() && left.iter().all(|object| !object.contains("/ui")), "{left:?}");

    // A child that the service has no use for any more goes with the next apply.
    case.service(&format!("exposure = \"public\"\n{IMAGE}\n{PORTS}"));
    case.apply().ok();
    let left = case.objects().join(" ");
    for gone in ["configmap", "ingress", "horizontalpodautoscaler"] {
        assert!(!left.contains(gone), "{gone} was left behind: {left}");
    }
    case.plan_is_empty();
    case.destroy().ok();
    assert_eq!(case.objects(), Vec::<String>::new());
}
