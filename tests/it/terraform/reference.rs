//! The reference system, terraform/environments/local, applied from a copy in a namespace of its own.

use std::fs;
use std::path::Path;

use super::case::Case;

pub(super) fn reference_system_is_applied_and_destroyed(case: &Case<'_>) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("terraform");
    let from = source.display().to_string();
    for file in ["main.tf", "variables.tf", "outputs.tf"] {
        let text = fs::read_to_string(source.join("environments/local").join(file)).expect("the environment");
        let here = text
            .replace("../../modules", &format!("{from}/modules"))
            .replace("namespace        = \"product\"", &format!("namespace        = \"{}\"", case.namespace));
        fs::write(case.dir().join(file), here).expect("a copy");
    }
    case.run(&["init"]).ok();
    case.run(&["validate"]).ok();
    case.plan().code(2).says(&["2 to add"]);
    case.apply().ok().says(&["2 added", "https://www.acme.com", "https://api.acme.com"]);
    let objects = case.objects().join(" ");
    for kind in [
        "deployment",
        "service/",
        "horizontalpodautoscaler",
        "poddisruptionbudget",
        "networkpolicy",
        "serviceaccount",
        "configmap",
        "ingress",
    ] {
        assert!(objects.contains(kind), "no {kind} among {objects}");
    }
    case.plan_is_empty();
    case.run(&["apply", "-auto-approve", "-var", "api_tag=1.4.3"]).ok().says(&["1 changed"]);
    case.run(&["plan", "-detailed-exitcode", "-var", "api_tag=1.4.3"]).ok();
    case.destroy().ok().says(&["2 destroyed"]);
    case.eventually("the namespace goes with the last service in it", |case| {
        case.kubectl(&["get", "namespace", &case.namespace, "--ignore-not-found"]).is_empty()
    });
    assert!(case.state().is_empty());
}
