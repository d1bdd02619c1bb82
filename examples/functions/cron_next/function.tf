# ["2026-03-02T02:00:00Z", "2026-03-03T02:00:00Z", "2026-03-04T02:00:00Z"]: every working day at 3:00 in Berlin.
output "next_runs" {
  value = provider::acme::cron_next("cron(0 3 ? * MON-FRI *)", "2026-02-28T00:00:00Z", 3, "Europe/Berlin")
}
