//! What matters is found among the lines that a client draws around it.

use super::{first_error, planned};

#[test]
fn the_first_error_is_the_line_after_the_word() {
    let said = "╷\n│ Error: deployment/web does not become ready\n│ \n│   with acme_service.web\n╵\n";
    assert_eq!(first_error(said), "deployment/web does not become ready");
    assert_eq!(first_error("  killed \n"), "killed");
}

#[test]
fn a_plan_is_told_without_its_preamble() {
    let said =
        "Warning: overrides\n\nTerraform will perform the following actions:\n\n  # a will be updated\n";
    assert_eq!(planned(said), "# a will be updated");
    assert_eq!(planned("Changes to Outputs:\n"), "Changes to Outputs:");
}
