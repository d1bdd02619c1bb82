//! Which nodes replicas run on, as written.

use acme_schema::{Attr, List, Map, Model};

use super::super::spec::{Architecture, CapacityType, Effect, Operator, Spread};
use crate::shared::{LabelKey, LabelValue, text};

/// Which nodes the replicas run on. Without it, any, spread over zones and nodes as far as there are some.
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct PlacementModel {
    /// How replicas are spread. `preferred`: evenly over zones and nodes, where that is possible. `required`: evenly over
    /// zones, or a replica waits until it is possible; over nodes where that is possible, because an update could not
    /// start more replicas than there are nodes with room. `none`: not at all.
    #[model(default = "preferred", validate = text::<Spread>)]
    pub(crate) spread: Attr<String>,
    /// The CPU architecture that the image is built for (label `kubernetes.io/arch`). Defaults to any.
    #[model(validate = text::<Architecture>)]
    pub(crate) architecture: Attr<String>,
    /// How the nodes are paid for: `spot` (cheaper, and taken away at two minutes' notice) or `on_demand`. Nodes of EKS node
    /// groups (label `eks.amazonaws.com/capacityType`) and of Karpenter or EKS Auto Mode (label
    /// `karpenter.sh/capacity-type`) are known. Defaults to either.
    #[model(validate = text::<CapacityType>)]
    pub(crate) capacity_type: Attr<String>,
    /// Labels that a node must have. `kubernetes.io/arch` is given as `architecture`.
    pub(crate) node_selector: Attr<Map<String>>,
    /// Taints of nodes that keep other pods away and not these.
    pub(crate) tolerations: Attr<List<TolerationModel>>,
}

/// A taint that does not keep the replicas away (core/v1 Toleration).
#[derive(Clone, Debug, Default, PartialEq, Model)]
pub(crate) struct TolerationModel {
    /// The key of the taint. Without it, every taint; `operator` must then be `Exists`.
    #[model(validate = text::<LabelKey>)]
    pub(crate) key: Attr<String>,
    /// Whether the taint must have `value` (`Equal`), or may have any (`Exists`).
    #[model(default = "Equal", validate = text::<Operator>)]
    pub(crate) operator: Attr<String>,
    /// The value of the taint. Not with `Exists`.
    #[model(validate = text::<LabelValue>)]
    pub(crate) value: Attr<String>,
    /// What the taint does. Defaults to anything.
    #[model(validate = text::<Effect>)]
    pub(crate) effect: Attr<String>,
}
