# "26h": a backup every day at 3:00 that must be complete at 5:00.
output "rpo" {
  value = provider::acme::rpo_of("cron(0 3 * * ? *)", 120)
}

# "27h": by the clock of Berlin, one night a year has an hour more.
output "rpo_in_berlin" {
  value = provider::acme::rpo_of("cron(0 3 * * ? *)", 120, "Europe/Berlin")
}
