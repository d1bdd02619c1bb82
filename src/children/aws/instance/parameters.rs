//! Which parameters of PostgreSQL a running server takes over, and which only a restart brings.

/// The parameters that need a restart (context `postmaster` in PostgreSQL's own `pg_settings`, and the same of RDS' own), in
/// order. RDS calls them static (`ApplyType`).
static STATIC_PARAMETERS: &[&str] = &[
    "archive_mode",
    "autovacuum_freeze_max_age",
    "autovacuum_max_workers",
    "autovacuum_multixact_freeze_max_age",
    "dynamic_shared_memory_type",
    "event_source",
    "hot_standby",
    "huge_page_size",
    "huge_pages",
    "jit_provider",
    "logging_collector",
    "max_connections",
    "max_files_per_process",
    "max_locks_per_transaction",
    "max_logical_replication_workers",
    "max_pred_locks_per_transaction",
    "max_prepared_transactions",
    "max_replication_slots",
    "max_wal_senders",
    "max_worker_processes",
    "min_dynamic_shared_memory",
    "old_snapshot_threshold",
    "rds.custom_dns_resolution",
    "rds.enable_plan_management",
    "rds.logical_replication",
    "shared_buffers",
    "shared_memory_type",
    "shared_preload_libraries",
    "superuser_reserved_connections",
    "track_activity_query_size",
    "track_commit_timestamp",
    "wal_buffers",
    "wal_decode_buffer_size",
    "wal_log_hints",
];

/// Whether a change of a parameter needs a restart.
#[must_use]
pub fn is_static(name: &str) -> bool {
    STATIC_PARAMETERS.contains(&name)
}
