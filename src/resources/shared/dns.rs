//! Names of objects and hosts: RFC 1123 labels and subdomains, as Kubernetes and EKS limit them.

use std::net::Ipv4Addr;

use super::text_type;

text_type!(
    /// The name of a namespace: an RFC 1123 label.
    Label,
    "an RFC 1123 label: at most 63 lower-case letters, digits and `-`, with a letter or digit at both ends",
    |text| is_label(text, 63)
);

text_type!(
    /// The name of a service. Its Kubernetes Service must begin with a letter (RFC 1035). That of the environment's
    /// ConfigMap is 13 characters longer, and stays a label of 63.
    ServiceName,
    "a DNS label: at most 50 lower-case letters, digits and `-`, beginning with a letter and ending with a letter or \
     digit",
    |text| is_label(text, 50) && text.starts_with(|c: char| c.is_ascii_lowercase())
);

text_type!(
    /// The name of a part of a pod, e.g. a volume: a label with room for what is put before or after it.
    PartName,
    "an RFC 1123 label: at most 40 lower-case letters, digits and `-`, with a letter or digit at both ends",
    |text| is_label(text, 40)
);

text_type!(
    /// The name of an object such as a Secret or an IngressClass: an RFC 1123 subdomain.
    ObjectName,
    "an RFC 1123 subdomain: at most 253 lower-case letters, digits, `-` and `.`, each part with a letter or digit at \
     both ends",
    is_subdomain
);

text_type!(
    /// The name of an EKS cluster.
    ClusterName,
    "the name of an EKS cluster: at most 100 letters, digits, `-` and `_`, beginning with a letter or digit",
    |text| {
        (1..=100).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
    }
);

text_type!(
    /// A host in a URL, or all hosts of a domain (`*.acme.com`).
    HostName,
    "a host name (RFC 1123) in lower case such as `www.acme.com`, or a wildcard such as `*.acme.com`; no scheme, port, \
     path or IP address",
    |text| is_subdomain(text.strip_prefix("*.").unwrap_or(text)) && text.parse::<Ipv4Addr>().is_err()
);

impl Label {
    /// The namespace where none is given, Kubernetes' own default.
    pub(crate) fn default_namespace() -> Self {
        Self("default".to_owned())
    }
}

fn is_label(text: &str, most: usize) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (1..=most).contains(&text.len())
        && text.starts_with(edge)
        && text.ends_with(edge)
        && text.chars().all(|c| edge(c) || c == '-')
}

pub(super) fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(|part| is_label(part, 63))
}
