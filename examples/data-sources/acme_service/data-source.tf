data "acme_service" "api" {
  namespace = "product"
  name      = "api"
}

output "api_host" {
  value = data.acme_service.api.internal_host
}
