resource "acme_backup_plan" "main" {
  name            = "product"
  databases       = ["arn:aws:rds:eu-west-1:123456789012:db:product"] # or: [acme_database.main.arn]
  objectives      = { rpo = "15m", rto = "1h" }
  copy_actions    = [{ region = "us-west-2" }]
  restore_testing = { schedule = "cron(0 4 ? * MON *)" }
}

# The rules themselves, where objectives are not enough.
resource "acme_backup_plan" "volumes" {
  name          = "volumes"
  resource_tags = { backup = "daily" }

  rules = {
    daily  = { schedule = "cron(0 3 * * ? *)", schedule_timezone = "Europe/Berlin", lifecycle = { delete_after = 35 } }
    weekly = { schedule = "cron(0 5 ? * SUN *)", lifecycle = { delete_after = 365, cold_storage_after = 30 }, copy = false }
  }

  copy_actions = [{ region = "us-west-2", account_id = "210987654321", lifecycle = { delete_after = 90 } }]
  vault        = { lock = { mode = "governance", min_retention_days = 7 } }
}
