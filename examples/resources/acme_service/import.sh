# NAMESPACE/NAME, on the provider's cluster
terraform import acme_service.api product/api
