# NAMESPACE/NAME, on the provider's cluster; CLUSTER/NAMESPACE/NAME on another EKS cluster
terraform import acme_service.api product/api
