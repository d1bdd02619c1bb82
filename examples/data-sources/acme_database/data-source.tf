data "acme_database" "product" {
  name = "product"
}

output "postgres_host" {
  value = data.acme_database.product.host
}
