# What others need to know of the product.

output "urls" {
  description = "Where each public service is reached from outside."
  value = {
    ui  = acme_service.ui.url
    api = acme_service.api.url
  }
}

output "internal_hosts" {
  description = "Host name of each service inside the cluster."
  value = {
    ui  = acme_service.ui.internal_host
    api = acme_service.api.internal_host
  }
}

output "service_ids" {
  description = "Id of each service, as other services' connections and imports name it."
  value = {
    ui  = acme_service.ui.id
    api = acme_service.api.id
  }
}
