resource "acme_service" "api" {
  name      = "api"
  namespace = "product"
  exposure  = "public"

  image = { repository = "acme/api", tag = "1.4.2" }
  ports = { http = { port = 8080 } }
  env   = { LOG_LEVEL = "info" }

  resources       = { requests = { cpu = "250m", memory = "256Mi" }, limits = { memory = "512Mi" } }
  scaling         = { min_replicas = 2, max_replicas = 20, target_cpu_utilization_percentage = 60 } # or: replicas = 3
  readiness_probe = { http_get = { path = "/healthz", port = "http" } }

  route = { hosts = ["api.acme.com"] }
}
