//! Looking up what expansion needs to know of the world: current versions of secrets, and whether the cluster knows a custom
//! kind. Questions are asked side by side, the answers are shared in a run by whoever asks the same, and one that fails
//! does not hide the others.

use acme_children::{Cloud, CloudError, Cluster};
use acme_resources::{Facts, Needs};
use futures::future::{join, join_all};

/// The answers to `needs`, as far as there are any, and the first failure.
pub(super) async fn gather(
    cloud: &dyn Cloud,
    cluster: &Cluster,
    needs: &Needs,
) -> (Facts, Option<CloudError>) {
    let secrets =
        needs.secrets.iter().map(|arn| async move { (arn.clone(), cloud.secret_version(arn).await) });
    let custom = needs.custom.iter().map(|kind| async move { (*kind, cloud.serves(cluster, *kind).await) });
    let (secrets, custom) = join(join_all(secrets), join_all(custom)).await;
    let (mut facts, mut failure) = (Facts::default(), None);
    for (arn, answer) in secrets {
        match answer {
            Ok(version) => drop(facts.secret_versions.insert(arn, version)),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    for (kind, answer) in custom {
        match answer {
            Ok(is_known) => drop(facts.custom.insert(kind, is_known)),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    (facts, failure)
}
