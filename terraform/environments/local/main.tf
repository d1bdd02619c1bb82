# The product on the local sandbox. Every setting of the provider comes from the environment that `cargo sandbox env`
# prints; the cluster is found by its name, as an EKS cluster is.

terraform {
  required_version = ">= 1.6"

  required_providers {
    acme = {
      source  = "acme/acme"
      version = ">= 0.1.0"
    }
  }
}

provider "acme" {}

module "product" {
  source = "../../modules/product"

  cluster          = "production"
  namespace        = "product"
  create_namespace = true
  domain           = "acme.com"
  log_level        = "debug"

  ui  = { tag = var.ui_tag, max_replicas = 4 }
  api = { tag = var.api_tag, max_replicas = 4 }
}
