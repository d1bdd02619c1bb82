//! Diagnostics and paths as the wire spells them, and the two sentences that every call may need.

use acme_schema::{Diagnostic, Diagnostics, Path, Severity, Step};

use crate::proto::tfplugin6::{
    self as wire, attribute_path::step::Selector, diagnostic::Severity as WireSeverity,
};

pub(super) fn to_wire(diagnostics: Diagnostics) -> Vec<wire::Diagnostic> {
    diagnostics.into_iter().map(diagnostic).collect()
}

fn diagnostic(diagnostic: Diagnostic) -> wire::Diagnostic {
    let Diagnostic { severity, summary, detail, path } = diagnostic;
    let severity = match severity {
        Severity::Error => WireSeverity::Error,
        Severity::Warning => WireSeverity::Warning,
    };
    wire::Diagnostic {
        severity: severity.into(),
        summary,
        detail,
        attribute: path.as_ref().map(path_to_wire),
    }
}

pub(super) fn path_to_wire(path: &Path) -> wire::AttributePath {
    wire::AttributePath { steps: path.steps().iter().map(step).collect() }
}

fn step(step: &Step) -> wire::attribute_path::Step {
    let selector = match step {
        Step::Attribute(name) => Selector::AttributeName(name.clone()),
        Step::Key(key) => Selector::ElementKeyString(key.clone()),
        Step::Index(index) => Selector::ElementKeyInt(*index),
    };
    wire::attribute_path::Step { selector: Some(selector) }
}

/// The provider has no `kind` (as `resource type`) of this name.
pub(super) fn has_no(kind: &str, name: &str) -> Diagnostics {
    Diagnostic::error(format!("The provider has no {kind} \"{name}\""))
        .hint("check the spelling; a newer version of the provider may have it")
        .into()
}

/// The resource type exists but cannot do what is asked, which is said in `cannot` (as `be moved`).
pub(super) fn cannot(type_name: &str, cannot: &str) -> Diagnostic {
    Diagnostic::error(format!("{type_name} cannot {cannot}"))
}
