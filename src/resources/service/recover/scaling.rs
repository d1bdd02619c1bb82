//! What a live autoscaler says, as far as `scaling` can say the same. One that follows anything else stays with whoever
//! made it: a target that is made up here would take the place of its own.

use acme_schema::Attr;
use serde_json::Value;

use super::super::model::ScalingModel;

/// Null where there is none, or one that does not scale this Deployment by CPU and memory use alone.
pub(super) fn scaling(autoscaler: &Value, deployment: &str) -> Attr<ScalingModel> {
    read(&autoscaler["spec"], deployment).into()
}

fn read(spec: &Value, deployment: &str) -> Option<ScalingModel> {
    let target = &spec["scaleTargetRef"];
    if target["kind"] != "Deployment" || target["name"] != deployment {
        return None;
    }
    let mut model = ScalingModel {
        min_replicas: Attr::Known(spec["minReplicas"].as_i64().unwrap_or(1)),
        max_replicas: Attr::Known(spec["maxReplicas"].as_i64()?),
        ..ScalingModel::default()
    };
    for metric in spec["metrics"].as_array().filter(|metrics| !metrics.is_empty())? {
        let resource = &metric["resource"];
        if metric["type"] != "Resource" || resource["target"]["type"] != "Utilization" {
            return None;
        }
        let place = match resource["name"].as_str()? {
            "cpu" => &mut model.target_cpu_utilization_percentage,
            "memory" => &mut model.target_memory_utilization_percentage,
            _ => return None,
        };
        *place = Attr::Known(resource["target"]["averageUtilization"].as_i64()?);
    }
    Some(model)
}
