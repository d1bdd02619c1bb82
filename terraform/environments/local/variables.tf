# What changes from one release to the next.

variable "ui_tag" {
  description = "Image tag of the user interface."
  type        = string
  default     = "1.4.2"
}

variable "api_tag" {
  description = "Image tag of the API."
  type        = string
  default     = "1.4.2"
}
