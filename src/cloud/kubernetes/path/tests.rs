//! Addresses, kind by kind.

use expect_test::expect;

use super::*;

#[test]
fn every_kind_has_an_address() {
    let lines: Vec<_> =
        Kind::ALL.into_iter().map(|kind| object(&ChildId::new(kind, "api"), "product")).collect();
    expect![[r#"
        /api/backup/namespaces/product/backup coverages/api
        /api/backup/namespaces/product/backup plans/api
        /api/backup/namespaces/product/backup jobs/api
        /api/backup/namespaces/product/backup selections/api
        /api/backup/namespaces/product/backup vaults/api
        /api/v1/namespaces/product/configmaps/api
        /api/rds/namespaces/product/automated backup replications/api
        /api/rds/namespaces/product/DB instances/api
        /api/rds/namespaces/product/DB parameter groups/api
        /api/rds/namespaces/product/read replicas/api
        /api/rds/namespaces/product/DB subnet groups/api
        /apis/apps/v1/namespaces/product/deployments/api
        /apis/autoscaling/v2/namespaces/product/horizontalpodautoscalers/api
        /apis/networking.k8s.io/v1/namespaces/product/ingresses/api
        /apis/batch/v1/namespaces/product/jobs/api
        /api/v1/namespaces/api
        /apis/networking.k8s.io/v1/namespaces/product/networkpolicies/api
        /apis/policy/v1/namespaces/product/poddisruptionbudgets/api
        /api/backup/namespaces/product/restore testing plans/api
        /api/backup/namespaces/product/restore testing selections/api
        /api/iam/namespaces/product/IAM roles/api
        /api/v1/namespaces/product/secrets/api
        /api/v1/namespaces/product/services/api
        /api/v1/namespaces/product/serviceaccounts/api
        /apis/monitoring.coreos.com/v1/namespaces/product/servicemonitors/api"#]]
    .assert_eq(&lines.join("\n"));
}
