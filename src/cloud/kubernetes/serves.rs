//! Which custom kinds a cluster knows, asked once by however many resources want to know.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use acme_children::{CloudError, Cluster, Kind, Place};

use super::failure::{Attempt, Failure, Target, Verb, explain};
use super::path;
use super::server::Server;
use crate::once::{Keep, Once};

/// How long "no" is good for: the same run may install what it asks for.
const NOT_YET: Duration = Duration::from_secs(3);

/// The answers of one cluster.
#[derive(Default)]
pub(crate) struct Served {
    by_kind: Mutex<HashMap<Kind, Arc<Answer>>>,
}

type Answer = Once<Result<bool, Failure>>;

/// Whether there are objects of this kind.
pub(crate) async fn serves(server: &Server, cluster: &Cluster, kind: Kind) -> Result<bool, CloudError> {
    let place = &Place { cluster: cluster.clone(), namespace: String::new() };
    let once = server.served().once(kind);
    let keep = |answer: &Result<bool, Failure>| match answer {
        Ok(true) => Keep::Always,
        Ok(false) | Err(_) => Keep::For(NOT_YET),
    };
    let asked = once.get(keep, ask(server, kind)).await;
    asked.map_err(|failure| {
        let target = Target::All(kind.plural());
        explain(&failure, Attempt { endpoint: server.endpoint(), verb: Verb::Read, place, target })
    })
}

async fn ask(server: &Server, kind: Kind) -> Result<bool, Failure> {
    match server.get(&path::group(kind.api_version())).await {
        Ok(known) => {
            let resources = known["resources"].as_array().into_iter().flatten();
            Ok(resources.into_iter().any(|resource| resource["name"] == kind.plural()))
        }
        Err(failure) if failure.is_not_found() => Ok(false),
        Err(failure) => Err(failure),
    }
}

impl Served {
    fn once(&self, kind: Kind) -> Arc<Answer> {
        let mut by_kind = self.by_kind.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(by_kind.entry(kind).or_default())
    }
}
