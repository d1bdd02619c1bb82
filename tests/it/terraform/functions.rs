//! Functions, called by the clients: what they return, what stays unknown, which argument an error names. They need no
//! provider block, and nothing that a cluster or AWS would know.

use super::case::Case;
use super::outcome::Outcome;

/// Whether the client cannot read a call of a provider's function: OpenTofu has them from 1.7 on.
pub(super) fn are_unread(case: &Case<'_>, outcome: &Outcome) -> bool {
    let said = outcome.text();
    case.client.name == "tofu" && outcome.code == Some(1) && said.contains("Missing newline after argument")
}

/// An output of each name and value.
fn outputs(all: &[(&str, &str)]) -> String {
    all.iter().map(|(name, value)| format!("output \"{name}\" {{\n  value = {value}\n}}\n")).collect()
}

pub(super) fn functions_are_called(case: &Case<'_>) {
    let berlin = "\"2026-03-28T00:00:00Z\", 2, \"Europe/Berlin\"";
    let all = outputs(&[
        ("rpo", "provider::acme::rpo_of(\"cron(0 3 * * ? *)\", 120)"),
        ("rpo_in_berlin", "provider::acme::rpo_of(\"cron(0 3 * * ? *)\", \"120\", \"Europe/Berlin\")"),
        ("rpo_of_rate", "provider::acme::rpo_of(\"rate(12 hours)\", 90, null)"),
        ("runs", &format!("join(\" \", provider::acme::cron_next(\"cron(30 2 * * ? *)\", {berlin}))")),
        (
            "none",
            "length(provider::acme::cron_next(\"cron(0 3 * * ? 2024)\", \"2026-01-01T00:00:00Z\", 100))",
        ),
    ]);
    case.write("", &all);
    let valid = case.run(&["validate"]);
    if are_unread(case, &valid) {
        return;
    }
    valid.ok();
    case.apply().ok().says(&[
        "rpo = \"26h\"",
        "rpo_in_berlin = \"27h\"",
        "rpo_of_rate = \"13h30m\"",
        // By that clock there is no 2:30 on the 29th.
        "runs = \"2026-03-28T01:30:00Z 2026-03-30T00:30:00Z\"",
        "none = 0",
    ]);
    case.plan_is_empty();
}

pub(super) fn functions_wait_for_what_is_unknown(case: &Case<'_>) {
    let schedule = "resource \"terraform_data\" \"schedule\" {\n  input = \"cron(0 3 * * ? *)\"\n}\n";
    let rpo = outputs(&[("rpo", "provider::acme::rpo_of(terraform_data.schedule.output, 120)")]);
    case.write("", &format!("{schedule}{rpo}"));
    let planned = case.plan();
    if are_unread(case, &planned) {
        return;
    }
    planned.code(2).says(&["+ rpo = (known after apply)"]);
    case.apply().ok().says(&["rpo = \"26h\""]);
    case.plan_is_empty();
}

pub(super) fn functions_say_which_argument_is_wrong(case: &Case<'_>) {
    let refused = |call: &str, saying: &[&str]| {
        case.write("", &outputs(&[("it", &format!("provider::acme::{call}"))]));
        let valid = case.run(&["validate"]);
        if !are_unread(case, &valid) {
            valid.fails(saying);
            case.plan().fails(saying);
        }
    };
    refused(
        "rpo_of(\"cron(0 3 1 * MON *)\", 120)",
        &[
            "Invalid value for \"schedule\" parameter",
            "must have `?` as the day of the week (field 5) where the day of the month (field 3) is given, got `MON`",
        ],
    );
    refused(
        "rpo_of(\"cron(0 3 * * ? *)\", -1)",
        &["\"completion_window_minutes\" parameter", "must be a whole number from 0 to 5256000"],
    );
    refused(
        "cron_next(\"rate(1 day)\", \"now\", 1)",
        &["\"after\" parameter", "must be a time in RFC 3339 such as `2026-01-31T03:00:00Z`, got \"now\""],
    );
    refused(
        "cron_next(\"rate(1 day)\", \"2026-01-01T00:00:00Z\", 101)",
        &["\"count\" parameter", "from 1 to 100"],
    );
    refused(
        "rpo_of(\"cron(0 3 * * ? *)\", 120, \"CEST\")",
        &["\"schedule_timezone\" parameter", "must be the name of a time zone"],
    );
    refused(
        "rpo_of(\"cron(0 3 * * ? *)\", 120, \"Etc/UTC\", \"Etc/UTC\")",
        &["\"schedule_timezone\" parameter", "must be left out: there is one time zone at most"],
    );
    refused("rpo_of(null, 120)", &["\"schedule\" parameter", "argument must not be null"]);
}
