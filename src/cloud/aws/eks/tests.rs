//! Which clusters can be used.

use aws_sdk_eks::types::Certificate;

use super::*;

fn cluster(status: ClusterStatus) -> Cluster {
    Cluster::builder()
        .status(status)
        .endpoint("https://example.eks.amazonaws.com")
        .certificate_authority(Certificate::builder().data("UEVN").build())
        .build()
}

#[test]
fn a_cluster_is_used_while_it_takes_calls() {
    let described = Described {
        endpoint: "https://example.eks.amazonaws.com".into(),
        certificate_authority: "UEVN".into(),
    };
    let refused = |status: &str| Failure::NotUsable(format!("its status is {status}, not ACTIVE"));
    let check = |status: ClusterStatus, expected| assert_eq!(usable(&cluster(status)), expected);
    check(ClusterStatus::Active, Ok(described.clone()));
    check(ClusterStatus::Updating, Ok(described));
    check(ClusterStatus::Creating, Err(refused("CREATING")));
    check(ClusterStatus::Deleting, Err(refused("DELETING")));
    check(ClusterStatus::Failed, Err(refused("FAILED")));
}

#[test]
fn a_cluster_without_address_or_authority_is_not_used() {
    let empty = Cluster::builder().status(ClusterStatus::Active).build();
    assert_eq!(usable(&empty), Err(Failure::NotUsable("EKS tells no endpoint for it".into())));
    let bare = Cluster::builder().endpoint("https://example").build();
    assert_eq!(usable(&bare), Err(Failure::NotUsable("EKS tells no certificate authority for it".into())));
}
