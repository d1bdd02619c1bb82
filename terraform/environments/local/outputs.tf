# What `terraform output` shows of the product.

output "urls" {
  description = "Where each public service is reached from outside."
  value       = module.product.urls
}

output "internal_hosts" {
  description = "Host name of each service inside the cluster."
  value       = module.product.internal_hosts
}
