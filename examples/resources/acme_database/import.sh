# NAME, in the provider's region; REGION/NAME in another one
terraform import acme_database.main product
