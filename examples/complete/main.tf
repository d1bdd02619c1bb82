# A service with everything that production asks for. `cargo test` plans it.

terraform {
  required_providers {
    acme = {
      source = "acme/acme"
    }
  }
}

provider "acme" {
  region         = "eu-west-1"
  cluster        = "production"
  max_disruption = "rolling" # a plan that would do more to the users of a service is refused
}

variable "release" {
  type    = string
  default = "1.4.2"
}

variable "api_key_arn" {
  type    = string
  default = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:product/api-key-AbCdEf"
}

resource "acme_service" "api" {
  name      = "api"
  namespace = "product"
  exposure  = "public"

  image = { repository = "acme/api", tag = var.release }
  ports = { http = { port = 8080, service_port = 80 } }
  env   = { LOG_LEVEL = "info" }

  # Read from Secrets Manager when it is applied; a rotation is a change of the next plan, and rolls the pods.
  secrets = { API_KEY = { secret_arn = var.api_key_arn, key = "value" } }

  # Runs, and must succeed, before the first pod of a new release starts.
  pre_deploy = { command = ["/bin/api", "migrate"], timeout = "5m" }

  resources = {
    requests = { cpu = "250m", memory = "256Mi" }
    limits   = { memory = "512Mi" }
  }
  scaling = {
    min_replicas                      = 3
    max_replicas                      = 30
    target_cpu_utilization_percentage = 60
    scale_down                        = { stabilization_window_seconds = 600 }
  }

  startup_probe   = { http_get = { path = "/healthz", port = "http" }, failure_threshold = 30 }
  readiness_probe = { http_get = { path = "/healthz", port = "http" } }
  liveness_probe  = { http_get = { path = "/healthz", port = "http" }, failure_threshold = 6 }

  route = { hosts = ["api.acme.com"] }

  # Everything else is refused, in both directions.
  connects_to = {
    metrics  = { service_id = "product/metrics" }
    database = { cidr = "10.0.20.0/24", port = 5432 }
    payments = { cidr = "0.0.0.0/0", port = 443 }
  }

  volumes = {
    settings = { mount_path = "/etc/api", config = { "settings.yaml" = yamlencode({ cache = "5m" }) } }
    cache    = { mount_path = "/var/cache/api", empty_dir = { size_limit = "1Gi" } }
  }

  placement         = { spread = "required", architecture = "arm64" }
  disruption_budget = { max_unavailable = "25%" }
  metrics           = { path = "/metrics", port = "http" }
}
