ephemeral "acme_database_credentials" "main" {
  database_id = "product"
}

resource "acme_service" "migrations" {
  name  = "migrations"
  image = { repository = "acme/migrations", tag = "1.4.2" }

  secrets_wo         = { POSTGRES_URL = ephemeral.acme_database_credentials.main.url }
  secrets_wo_version = 1
}
