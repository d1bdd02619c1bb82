# The copies of a database's backups. At home: vault_name = acme_backup_plan.main.name, and no region.
data "acme_recovery_points" "copies" {
  vault_name   = "product"
  region       = "us-west-2"
  resource_arn = "arn:aws:rds:eu-west-1:123456789012:db:product" # or: acme_database.main.arn
}

# What `restore = { recovery_point_arn = … }` of an acme_database takes.
output "recovery_point_arn" {
  value = data.acme_recovery_points.copies.latest_recovery_point_arn
}
