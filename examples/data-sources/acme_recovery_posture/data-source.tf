# Warns in every plan and apply, and stops none.
check "recovery" {
  data "acme_recovery_posture" "main" {
    name = "product" # or: acme_backup_plan.main.name
  }

  assert {
    condition     = data.acme_recovery_posture.main.meets_rpo
    error_message = "${data.acme_recovery_posture.main.rpo} may be lost, and it would be ${coalesce(data.acme_recovery_posture.main.rpo_actual, "everything")}."
  }
  assert {
    condition     = coalesce(data.acme_recovery_posture.main.last_drill_age_minutes, 999999) < 8 * 24 * 60
    error_message = "No restore test has succeeded for a week."
  }
  assert {
    condition     = length(data.acme_recovery_posture.main.unprotected_databases) == 0
    error_message = "No plan backs up ${join(", ", data.acme_recovery_posture.main.unprotected_databases)}."
  }
}
