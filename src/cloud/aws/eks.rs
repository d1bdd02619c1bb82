//! Where an EKS cluster's API server is: DescribeCluster, and nothing else of EKS.

use aws_sdk_eks::types::{Cluster, ClusterStatus};

use super::failure::classify;
use super::{Failure, Session};

/// What is needed to reach an API server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Described {
    /// Its address (`endpoint`).
    pub(crate) endpoint: String,
    /// Its certificate authority, base64 of PEM (`certificateAuthority.data`).
    pub(crate) certificate_authority: String,
}

/// Asks EKS for the cluster of this name.
pub(crate) async fn describe(session: &Session, name: &str) -> Result<Described, Failure> {
    let answer = session.eks().describe_cluster().name(name).send().await.map_err(|error| {
        let status = error.raw_response().map(|response| response.status().as_u16());
        classify(&error, status)
    })?;
    usable(answer.cluster().ok_or_else(|| Failure::Other("the answer has no cluster".into()))?)
}

/// Address and authority of a cluster that takes calls now.
pub(crate) fn usable(cluster: &Cluster) -> Result<Described, Failure> {
    match cluster.status() {
        Some(ClusterStatus::Active | ClusterStatus::Updating) | None => {}
        Some(status) => {
            return Err(Failure::NotUsable(format!("its status is {}, not ACTIVE", status.as_str())));
        }
    }
    let missing = |what: &str| Failure::NotUsable(format!("EKS tells no {what} for it"));
    let endpoint = cluster.endpoint().filter(|url| !url.is_empty()).ok_or_else(|| missing("endpoint"))?;
    let authority = cluster
        .certificate_authority()
        .and_then(|certificate| certificate.data())
        .ok_or_else(|| missing("certificate authority"))?;
    Ok(Described { endpoint: endpoint.to_owned(), certificate_authority: authority.to_owned() })
}

#[cfg(test)]
mod tests;
