//! What happens in AWS beside Terraform, as a scenario writes it: `aws COMMAND …`.

use std::time::Duration;

use acme_children::aws::Action;
use acme_children::fake::FakeAws;

/// Runs a command; what there is to say of it.
pub(super) fn run(aws: &FakeAws, command: &str) -> String {
    let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
    let json = |text: &str| -> serde_json::Value {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
    };
    match verb {
        "objects" => return aws.inventory().iter().fold(String::new(), |text, name| text + name + "\n"),
        "pass" => aws.pass(Duration::from_secs(rest.parse::<u64>().expect("`aws pass HOURS`") * 3600)),
        "sql" => aws.fail_sql(rest),
        "vanish" => aws.forget(rest),
        "edit" => {
            let mut words = rest.splitn(3, ' ');
            let (name, pointer, value) = (words.next(), words.next(), words.next());
            let (Some(name), Some(pointer), Some(value)) = (name, pointer, value) else {
                panic!("`aws edit NAME POINTER VALUE`")
            };
            assert!(
                aws.edit(name, pointer, json(value)),
                "{name} has no {pointer}: {:#?}",
                aws.instance(name)
            );
        }
        "put" => {
            let (name, fields) = rest.split_once(' ').expect("`aws put NAME JSON`");
            aws.put_instance(name, &json(fields));
        }
        "event" => {
            let (name, message) = rest.split_once(' ').expect("`aws event NAME MESSAGE`");
            aws.note(name, message);
        }
        "refuse" => {
            let mut words = rest.splitn(3, ' ');
            let (action, code, message) = (words.next(), words.next(), words.next());
            let action = match action {
                Some("CreateDbInstance") => Action::CreateDbInstance,
                Some("ModifyDbInstance") => Action::ModifyDbInstance,
                Some("DeleteDbInstance") => Action::DeleteDbInstance,
                Some("CreateBackupVault") => Action::CreateBackupVault,
                Some("CreateBackupPlan") => Action::CreateBackupPlan,
                Some("CreateBackupSelection") => Action::CreateBackupSelection,
                Some("UpdateBackupPlan") => Action::UpdateBackupPlan,
                Some("ListRecoveryPoints") => Action::ListRecoveryPoints,
                Some("DeleteRecoveryPoint") => Action::DeleteRecoveryPoint,
                other => panic!("{other:?} is no call that a scenario refuses"),
            };
            aws.refuse(action, code.expect("a code"), message.unwrap_or_default());
        }
        "backup" => {
            let (plan, rule) = rest.split_once(' ').expect("`aws backup PLAN RULE`");
            aws.back_up(plan, rule);
        }
        "lose" => aws.lose(rest),
        "fail-backup" => aws.fail_backup(rest),
        "restore-test" => {
            let words: Vec<_> = rest.split(' ').collect();
            let [plan, status, minutes] = words[..] else { panic!("`aws restore-test PLAN STATUS MINUTES`") };
            aws.test_restore(plan, status, minutes.parse().expect("minutes"));
        }
        "change" => {
            let mut words = rest.splitn(3, ' ');
            let (name, pointer, value) = (words.next(), words.next(), words.next());
            let (Some(name), Some(pointer), Some(value)) = (name, pointer, value) else {
                panic!("`aws change PLAN|VAULT POINTER VALUE`")
            };
            assert!(aws.change_backup(name, pointer, json(value)), "{name} has no {pointer}");
        }
        "password" => return format!("{:?}\n", aws.password(rest)),
        other => panic!("`aws {other}` is no command"),
    }
    String::new()
}
