# Which clients and provider the module works with.
terraform {
  required_version = ">= 1.6"

  required_providers {
    acme = {
      source  = "acme/acme"
      version = ">= 0.1.0"
    }
  }
}
