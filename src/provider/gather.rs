//! Looking up what expansion needs to know of the world: current versions of secrets, where databases are, and whether the
//! cluster knows a custom kind. Questions are asked side by side, the answers are shared in a run by whoever asks the same, and one that fails
//! does not hide the others.

use acme_children::{Cloud, CloudError, Kind, Location};
use acme_resources::{Facts, Needs};
use futures::future::{join_all, join3};

/// The answers to `needs`, as far as there are any, and the first failure.
pub(super) async fn gather(
    cloud: &dyn Cloud,
    location: &Location,
    needs: &Needs,
) -> (Facts, Option<CloudError>) {
    let secrets =
        needs.secrets.iter().map(|arn| async move { (arn.clone(), cloud.secret_version(arn).await) });
    let databases = needs.databases.iter().map(|id| async move { (id.clone(), cloud.database(id).await) });
    let custom = needs.custom.iter().map(|kind| async move { (*kind, serves(cloud, location, *kind).await) });
    let (secrets, databases, custom) = join3(join_all(secrets), join_all(databases), join_all(custom)).await;
    let (mut facts, mut failure) = (Facts::default(), None);
    for (arn, answer) in secrets {
        match answer {
            Ok(version) => drop(facts.secret_versions.insert(arn, version)),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    for (id, answer) in databases {
        match answer {
            Ok(address) => drop(facts.databases.insert(id, address)),
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

/// What is not in a cluster needs no kind of one.
async fn serves(cloud: &dyn Cloud, location: &Location, kind: Kind) -> Result<bool, CloudError> {
    match location {
        Location::Kubernetes(place) => cloud.serves(&place.cluster, kind).await,
        Location::Aws(_) => Ok(false),
    }
}
