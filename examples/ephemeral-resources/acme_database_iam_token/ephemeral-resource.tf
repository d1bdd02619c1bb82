ephemeral "acme_database_iam_token" "reader" {
  database_id = "product"
  username    = "reader"
}

# A job that begins at once: a token lets in for 15 minutes.
resource "acme_service" "report" {
  name  = "report"
  image = { repository = "acme/report", tag = "1.4.2" }

  pre_deploy = { command = ["report", "--once"] }

  secrets_wo         = { PGPASSWORD = ephemeral.acme_database_iam_token.reader.token }
  secrets_wo_version = 1
}
