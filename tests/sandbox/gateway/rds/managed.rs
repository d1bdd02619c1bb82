//! Snapshots that AWS Backup makes: their names have a colon, which the emulator refuses in a name, and their owner is not the
//! user. Pure: a form or an answer in, the same with other names out.

use super::call::Call;

/// Beginnings of the names, as AWS writes them and as the emulator knows them.
const NAMES: [(&str, &str); 2] =
    [("awsbackup:job-", "awsbackup-job-"), ("awsbackup:copyjob-", "awsbackup-copyjob-")];
const ELEMENT: (&str, &str) = ("<DBSnapshot>", "</DBSnapshot>");

/// Types of snapshots; the emulator knows Backup's as the user's.
const MANAGED: &str = "awsbackup";
const MANUAL: &str = "manual";

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Caller {
    User,
    Backup,
}

/// The form as the emulator takes it. A snapshot of such a name a user may not make: the emulator sees and refuses it.
pub(super) fn asked(form: &str, caller: Caller) -> String {
    let mut asked = form.replace(&format!("SnapshotType={MANAGED}"), &format!("SnapshotType={MANUAL}"));
    if caller == Caller::User && Call::parse(form).action() == "CreateDBSnapshot" {
        return asked;
    }
    for (name, known) in NAMES {
        for colon in [":", "%3A", "%3a"] {
            for hyphen in ["-", "%2D", "%2d"] {
                let name = name.replace(':', colon).replace('-', hyphen);
                asked = asked.replace(&name, known);
            }
        }
    }
    asked
}

/// Whether a user would delete what belongs to Backup.
pub(super) fn is_trespass(call: &Call, caller: Caller) -> bool {
    let name = call.get("DBSnapshotIdentifier").unwrap_or_default();
    caller == Caller::User && call.action() == "DeleteDBSnapshot" && is_managed(name)
}

fn is_managed(name: &str) -> bool {
    NAMES.iter().any(|(_, known)| name.starts_with(known))
}

/// The type of the snapshots that a form asks for, if it asks for one.
pub(super) fn kind(form: &str) -> Option<String> {
    Call::parse(form).get("SnapshotType").map(str::to_owned)
}

/// The answer as AWS would write it, with snapshots of one type only if one is asked for.
pub(super) fn told(xml: &str, kind: Option<&str>) -> String {
    let mut parts = xml.split(ELEMENT.0);
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (element, after) = part.split_once(ELEMENT.1).unwrap_or((part, ""));
        let is_managed = super::answer::text(element, "DBSnapshotIdentifier").is_some_and(is_managed);
        let own = if is_managed { MANAGED } else { MANUAL };
        let element = element.replace("<SnapshotType>manual<", &format!("<SnapshotType>{own}<"));
        if kind.is_none_or(|kind| kind == own || ![MANAGED, MANUAL].contains(&kind)) {
            told.extend([ELEMENT.0, &element, ELEMENT.1]);
        }
        told.push_str(after);
    }
    for (name, known) in NAMES {
        told = told.replace(known, name);
    }
    told
}

#[cfg(test)]
mod tests;
