//! The real binary under real clients, Terraform and OpenTofu, against the sandbox: one sandbox for the run, one namespace
//! for each test, so that they run side by side. Every case is listed once and runs once for each client.

mod attach;
mod backup;
mod backups;
mod case;
mod clients;
mod contract;
mod database;
mod databases;
mod functions;
mod input;
mod interrupt;
mod life;
mod outcome;
mod places;
mod plans;
mod proxy;
mod reference;
mod rollout;
mod secrets;
mod troubles;

/// Lists the cases: each is a test under `terraform` and one under `tofu`.
macro_rules! cases {
    ($($module:ident :: $case:ident),+ $(,)?) => {
        mod terraform {
            use super::{case::Case, clients};
            $(#[test] fn $case() { clients::terraform().run(|client| super::$module::$case(&Case::new(client, stringify!($case)))); })+
        }
        mod tofu {
            use super::{case::Case, clients};
            $(#[test] fn $case() { clients::tofu().run(|client| super::$module::$case(&Case::new(client, stringify!($case)))); })+
        }
    };
}

cases![
    life::create_change_destroy,
    life::scaling_and_back,
    life::capacity_is_never_dropped,
    life::environment_and_route,
    life::drift_of_every_child_is_shown_and_repaired,
    life::ports_changed_by_somebody_are_repaired,
    life::deleted_children_come_back,
    life::import_then_empty_plan,
    life::data_source_reads_what_runs,
    life::orphans_are_removed,
    troubles::image_that_cannot_be_pulled,
    troubles::container_that_crashes,
    troubles::partial_failure_is_recorded,
    troubles::object_of_somebody_else,
    troubles::missing_namespace,
    troubles::unreachable_cluster,
    troubles::bad_credentials,
    troubles::credentials_without_permission,
    troubles::cluster_that_does_not_exist,
    input::wrong_types,
    input::unknown_attributes,
    input::names_that_kubernetes_refuses,
    input::rules_between_attributes,
    input::wrong_provider_block,
    plans::offline_plan_needs_nothing,
    plans::every_example_is_planned,
    plans::unknown_values_are_planned,
    functions::functions_are_called,
    functions::functions_wait_for_what_is_unknown,
    functions::functions_say_which_argument_is_wrong,
    places::eks_cluster_by_name,
    places::kubeconfig,
    places::explicit_kubernetes_settings,
    attach::client_attaches_to_a_debugged_provider,
    interrupt::interrupted_apply_is_resumed,
    rollout::rollback_restores_what_ran,
    rollout::every_way_to_fail_is_told_and_undone,
    rollout::pre_deploy_job_gates_the_rollout,
    rollout::failed_job_runs_again,
    secrets::references_are_in_the_cluster_and_nowhere_else,
    database::database_lives_and_keeps_its_password,
    database::database_is_updated_in_a_copy_and_read,
    database::database_credentials_are_ephemeral,
    database::database_is_made_on_a_bad_day,
    backup::backups_live_and_are_not_destroyed_by_accident,
    backup::backups_are_made_on_a_bad_day,
    backup::drills_of_the_guide_bring_everything_back,
    secrets::write_only_values_are_in_the_cluster_and_nowhere_else,
    contract::impact_is_shown_and_limited,
    contract::what_the_cluster_would_refuse_is_an_error_of_the_plan,
    contract::replacements_are_planned_twice_alike,
    contract::patches_reach_the_children,
    contract::metrics_follow_what_the_cluster_knows,
    contract::nothing_is_reachable_that_was_not_declared,
    contract::generated_configurations_leave_nothing_to_plan,
    contract::every_example_is_applied_and_leaves_nothing_to_plan,
    reference::reference_system_is_applied_and_destroyed,
];
