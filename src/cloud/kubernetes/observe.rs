//! What exists of a set of children: two shared lists per kind, and single reads only for what carries no label of ours.

use std::collections::{BTreeMap, BTreeSet};

use acme_children::{ChildId, Children, CloudError, Kind, Observed, Place};
use futures::future::try_join_all;
use serde_json::Value;

use super::failure::{Attempt, Failure, Target, Verb, explain};
use super::server::Server;

/// The live objects among `ids`.
pub(crate) async fn observe(
    server: &Server,
    place: &Place,
    ids: &BTreeSet<ChildId>,
) -> Result<Children<Observed>, CloudError> {
    let mut by_kind: BTreeMap<Kind, Vec<&ChildId>> = BTreeMap::new();
    for id in ids {
        by_kind.entry(id.kind).or_default().push(id);
    }
    let kinds = by_kind.iter().map(|(kind, ids)| async {
        of_kind(server, place, *kind, ids).await.map_err(|failure| {
            let target = Target::All(kind.plural());
            explain(&failure, Attempt { endpoint: server.endpoint(), verb: Verb::Read, place, target })
        })
    });
    let mut observed = Children::new();
    for (id, live) in try_join_all(kinds).await?.into_iter().flatten() {
        observed.insert(id, Observed { live });
    }
    Ok(observed)
}

async fn of_kind(
    server: &Server,
    place: &Place,
    kind: Kind,
    ids: &[&ChildId],
) -> Result<Vec<(ChildId, Value)>, Failure> {
    let namespace = place.namespace.as_str();
    if kind.is_shared() {
        return singly(server, namespace, ids).await;
    }
    let ours = server.ours(kind, namespace).await?;
    let find = |id: &&ChildId| Some(((*id).clone(), ours.get(&id.name)?.clone()));
    let mut found: Vec<_> = ids.iter().filter_map(find).collect();
    let others: Vec<_> = ids.iter().copied().filter(|id| !ours.contains_key(&id.name)).collect();
    if others.is_empty() {
        return Ok(found);
    }
    // They may exist without our label; usually they do not exist at all.
    let names = server.names(kind, namespace).await?;
    let others: Vec<_> = others.into_iter().filter(|id| names.contains_key(&id.name)).collect();
    found.extend(singly(server, namespace, &others).await?);
    Ok(found)
}

async fn singly(
    server: &Server,
    namespace: &str,
    ids: &[&ChildId],
) -> Result<Vec<(ChildId, Value)>, Failure> {
    let reads = ids.iter().map(|id| async { Ok(((*id).clone(), server.named(id, namespace).await?)) });
    let read = try_join_all(reads).await?;
    Ok(read.into_iter().filter_map(|(id, live)| Some((id, live?))).collect())
}
