terraform {
  required_providers {
    acme = {
      source = "acme/acme"
    }
  }
}

# Credentials come from the environment, a profile or the machine's role, as for every AWS tool.
provider "acme" {
  region  = "eu-west-1"
  cluster = "production" # default for every resource; each may name its own
}
