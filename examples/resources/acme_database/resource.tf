resource "acme_database" "main" {
  name                  = "product"
  engine                = "postgres"
  engine_version        = "16" # prefix and floor
  instance_class        = "db.t4g.medium"
  allocated_storage     = 50 # GiB
  max_allocated_storage = 500
  multi_az              = true
  database_name         = "product"
  subnet_ids            = ["subnet-0a1b2c3d", "subnet-1b2c3d4e", "subnet-2c3d4e5f"]
  security_group_ids    = ["sg-0a1b2c3d"]
  credentials           = { mode = "managed", username = "product" }
}

resource "acme_service" "api" {
  name  = "api"
  image = { repository = "acme/api", tag = "1.4.2" }
  ports = { http = { port = 8080 } }

  secrets     = { POSTGRES_URL = { database_id = acme_database.main.id } }
  connects_to = { db = { database_id = acme_database.main.id } }
}
