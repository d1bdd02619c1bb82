# NAME, in the provider's region; REGION/NAME in another one
terraform import acme_backup_plan.main product
