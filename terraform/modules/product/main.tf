# The product: a user interface and an API, both public, both scaled by load, both updated without downtime.

resource "acme_service" "ui" {
  name             = "ui"
  cluster          = var.cluster
  namespace        = var.namespace
  create_namespace = var.create_namespace
  exposure         = "public"

  image = { repository = var.ui.repository, tag = var.ui.tag }
  ports = { http = { port = 8080, service_port = 80 } }
  env = {
    API_URL   = "https://api.${var.domain}"
    LOG_LEVEL = var.log_level
  }

  resources = {
    requests = { cpu = "100m", memory = "128Mi" }
    limits   = { memory = "256Mi" }
  }
  scaling = {
    min_replicas                      = var.ui.min_replicas
    max_replicas                      = var.ui.max_replicas
    target_cpu_utilization_percentage = 70
  }
  readiness_probe = { http_get = { path = "/healthz", port = "http" } }

  route = {
    hosts         = ["www.${var.domain}"]
    ingress_class = var.ingress_class
  }
}

resource "acme_service" "api" {
  name             = "api"
  cluster          = var.cluster
  namespace        = var.namespace
  create_namespace = var.create_namespace
  exposure         = "public"

  image = { repository = var.api.repository, tag = var.api.tag }
  ports = { http = { port = 8080, service_port = 80 } }
  env   = { LOG_LEVEL = var.log_level }

  resources = {
    requests = { cpu = "250m", memory = "256Mi" }
    limits   = { memory = "512Mi" }
  }
  scaling = {
    min_replicas                      = var.api.min_replicas
    max_replicas                      = var.api.max_replicas
    target_cpu_utilization_percentage = 60
  }
  startup_probe   = { http_get = { path = "/healthz", port = "http" }, failure_threshold = 30 }
  readiness_probe = { http_get = { path = "/healthz", port = "http" } }

  route = {
    hosts         = ["api.${var.domain}"]
    ingress_class = var.ingress_class
  }
}
