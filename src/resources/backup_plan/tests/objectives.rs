//! From objectives to rules, as a table: `objectives.txt` has a change to the base on each line that begins with `{`, and below
//! it the cases that it is, the rules that follow, and what is lost at most; or why it cannot be. A new case is a new line there.

use acme_schema::{Model, Severity, Value};
use expect_test::expect_file;
use serde_json::Value as Json;

use super::super::BackupPlan;
use super::super::model::BackupPlanModel;
use super::super::spec::{TABLE, cases};
use super::{changed, config, planned};
use crate::registry::{Facts, Resource, Unexpanded};

const EXAMPLES: &str = include_str!("objectives.txt");

fn read(line: &str) -> Value {
    let change: Json = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    config(&changed(&change))
}

fn report(config: &Value) -> String {
    let facts = Facts::default();
    let planned = planned(config, &facts);
    let model = BackupPlanModel::from_value(&planned).unwrap();
    let mut text = String::new();
    for case in cases(&model) {
        text.push_str(&format!("  {case}\n"));
    }
    for said in BackupPlan.validate(config) {
        let path = said.path.as_ref().map_or_else(String::new, ToString::to_string);
        text.push_str(&match said.severity {
            Severity::Error => format!("    {path}: {}\n", said.detail),
            Severity::Warning => format!("    warning at {path}: {}\n", said.summary),
        });
    }
    if let Err(Unexpanded::Invalid(_)) = BackupPlan.expand(&planned, &facts) {
        return text;
    }
    let days = |lifecycle: &super::super::model::EffectiveLifecycleModel| {
        let cold = lifecycle.cold_storage_after.known().map(|days| format!(", cold after {days}"));
        format!("{} days{}", lifecycle.delete_after.known().unwrap(), cold.unwrap_or_default())
    };
    for (name, rule) in model.effective_rules.known().into_iter().flatten() {
        let rule = rule.known().unwrap();
        let word = if rule.enable_continuous_backup.known() == Some(&true) { " continuous" } else { "" };
        let copied = rule.copy_lifecycle.known().map(|kept| format!(", copies {}", days(kept)));
        text.push_str(&format!(
            "    {name}: {} in {}+{} minutes{word}, {}{}\n",
            rule.schedule.known().unwrap(),
            rule.start_window.known().unwrap(),
            rule.completion_window.known().unwrap(),
            days(rule.lifecycle.known().unwrap()),
            copied.unwrap_or_default()
        ));
    }
    let rpo = model.rpo.known().map_or("?", String::as_str);
    let copied = model.copy_rpo.known().map_or_else(String::new, |rpo| format!(", of the copies {rpo}"));
    text.push_str(&format!("    lost at most {rpo}{copied}\n"));
    text
}

#[test]
fn objectives_lead_to_what_the_table_says() {
    let mut text = String::new();
    for line in EXAMPLES.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if line.starts_with('{') {
            text.push_str(&report(&read(line)));
        }
    }
    expect_file!["objectives.txt"].assert_eq(&text);
}

#[test]
fn every_row_is_met() {
    for row in TABLE {
        let is_met = EXAMPLES.lines().any(|line| line.trim() == row.case);
        assert!(is_met, "no example for: {}", row.case);
    }
}

/// Whatever is derived keeps what is wished for.
#[test]
fn no_more_is_lost_than_may_be() {
    for minutes in (5..1800).step_by(35).chain([7 * 1440, 7 * 1440 + 119, 7 * 1440 + 120, 30 * 1440]) {
        for copies in [serde_json::json!([]), serde_json::json!([{ "region": "us-west-2" }])] {
            let change =
                serde_json::json!({ "objectives": { "rpo": format!("{minutes}m") }, "copy_actions": copies });
            let facts = Facts::default();
            let planned = planned(&config(&changed(&change)), &facts);
            assert!(BackupPlan.expand(&planned, &facts).is_ok(), "{change}");
            let model = BackupPlanModel::from_value(&planned).unwrap();
            let lost =
                <crate::shared::Span as crate::shared::Text>::parse(model.rpo.known().unwrap()).unwrap();
            assert!(lost.minutes() <= minutes, "{change}: {lost}");
            for (name, rule) in model.effective_rules.known().unwrap() {
                let rule = rule.known().unwrap();
                assert!(rule.completion_window.known() >= Some(&120), "{change}: {name}");
            }
        }
    }
}
