//! A call of an AWS Query API, as its form has it. Pure.

use crate::gateway::signature::Query;

pub(super) struct Call(Query);

impl Call {
    pub(super) fn parse(form: &str) -> Self {
        // A form writes a space as a plus, and a plus by its code.
        Self(Query::parse(&form.replace('+', "%20")))
    }

    /// The form in which instances that are named by what they keep for life (first) are named as the emulator knows them
    /// (second).
    pub(super) fn named(form: &str, instances: &[(String, String)]) -> String {
        // Some clients encode a hyphen, which need not be.
        let mut named = form.replace("%2D", "-").replace("%2d", "-");
        let asked = named.clone();
        for (resource, name) in instances.iter().filter(|(resource, _)| asked.contains(resource)) {
            named = named.replace(
                &format!("SourceDbiResourceId={resource}"),
                &format!("SourceDBInstanceIdentifier={name}"),
            );
            named = named.replace("=dbi-resource-id", "=db-instance-id").replace(resource, name);
        }
        named
    }

    pub(super) fn action(&self) -> &str {
        self.get("Action").unwrap_or_default()
    }

    /// A parameter that was given and is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).filter(|value| !value.is_empty())
    }

    pub(super) fn says(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

#[cfg(test)]
mod tests;
