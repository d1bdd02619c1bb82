# What differs between the places where the product runs.

variable "cluster" {
  description = "Name of the EKS cluster. Null: the provider's default cluster."
  type        = string
  default     = null
}

variable "namespace" {
  description = "Namespace of the product's services."
  type        = string
  default     = "product"

  validation {
    condition     = can(regex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "The namespace must be a DNS label: lower-case letters, digits and inner hyphens, at most 63."
  }
}

variable "create_namespace" {
  description = "Whether the services create the namespace, and delete it with the last of them."
  type        = bool
  default     = false
}

variable "domain" {
  description = "Domain of the product: the ui is served at www.DOMAIN, the api at api.DOMAIN."
  type        = string

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "The domain must be a DNS name such as acme.com."
  }
}

variable "ingress_class" {
  description = "IngressClass that serves the hosts."
  type        = string
  default     = "alb"
}

variable "log_level" {
  description = "How much the services log."
  type        = string
  default     = "info"

  validation {
    condition     = contains(["debug", "info", "warn", "error"], var.log_level)
    error_message = "The log level must be debug, info, warn or error."
  }
}

variable "ui" {
  description = "The user interface: image tag and how far it scales."
  type = object({
    repository   = optional(string, "acme/ui")
    tag          = string
    min_replicas = optional(number, 2)
    max_replicas = optional(number, 6)
  })

  validation {
    condition     = var.ui.min_replicas >= 1 && var.ui.min_replicas <= var.ui.max_replicas
    error_message = "The ui needs at least one replica, and max_replicas must not be below min_replicas."
  }
}

variable "api" {
  description = "The API: image tag and how far it scales."
  type = object({
    repository   = optional(string, "acme/api")
    tag          = string
    min_replicas = optional(number, 2)
    max_replicas = optional(number, 20)
  })

  validation {
    condition     = var.api.min_replicas >= 1 && var.api.min_replicas <= var.api.max_replicas
    error_message = "The api needs at least one replica, and max_replicas must not be below min_replicas."
  }
}
