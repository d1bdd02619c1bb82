//! How users are let in. No message shows a password, and no password decides about anything but its own form.

use acme_children::SecretText;
use acme_schema::{Attr, Path};

use super::super::model::{CredentialsModel, DatabaseModel};
use super::{Mode, Username};
use crate::shared::{Findings, Generation, Given, KeyId};

/// How users are let in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Credentials {
    pub(crate) mode: Mode,
    pub(crate) username: Username,
    pub(crate) secret_key: Option<KeyId>,
    pub(crate) password: Option<Password>,
}

/// A write-only password.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Password {
    pub(crate) version: Generation,
    /// `None`: it is not known yet, or not any more.
    pub(crate) text: Option<SecretText>,
}

pub(super) fn read(model: &DatabaseModel, find: &mut Findings) -> Option<Credentials> {
    let path = Path::of("credentials");
    if model.credentials.is_null() {
        find.required(Attr::<()>::Null, &path);
    }
    let given = find.seen(&model.credentials)?;
    let at = |name: &str| path.attribute(name);
    let mode = find.text(&given.mode, &at("mode")).or(Mode::Managed);
    let username = find.text(&given.username, &at("username"));
    let username = find.required(username, &at("username"));
    let secret_key = find.text(&given.secret_kms_key_id, &at("secret_kms_key_id"));
    let version: Attr<Generation> = find.whole(&given.password_wo_version, &at("password_wo_version"));
    let mode = mode.option()?;
    let password = match mode {
        Mode::WriteOnly => {
            if given.secret_kms_key_id.known().is_some() {
                find.rule(
                    &at("secret_kms_key_id"),
                    "must not be set with `mode = \"write_only\"`: there is no secret",
                );
            }
            if version.is_null() {
                find.rule(
                    &at("password_wo_version"),
                    "must be set with `mode = \"write_only\"`: it says when the password is another",
                );
            }
            let version = version.option();
            version.map(|version| Password { version, text: text(given, &path, find) })
        }
        Mode::Managed | Mode::Iam => {
            for (name, is_set) in [
                ("password_wo", given.password_wo.known().is_some()),
                ("password_wo_version", given.password_wo_version.known().is_some()),
            ] {
                if is_set {
                    find.rule(
                        &at(name),
                        "must not be set without `mode = \"write_only\"`: RDS makes the password",
                    );
                }
            }
            None
        }
    };
    if mode == Mode::WriteOnly && password.is_none() {
        return None;
    }
    Some(Credentials { mode, username: username.option()?, secret_key: secret_key.option(), password })
}

/// The password, where the caller has it. Only RDS' limits are checked.
fn text(given: &CredentialsModel, path: &Path, find: &mut Findings) -> Option<SecretText> {
    let text = given.password_wo.known()?;
    let is_allowed = |c: char| c.is_ascii_graphic() && !"/\"@".contains(c);
    if !(8..=128).contains(&text.len()) || !text.chars().all(is_allowed) {
        let allowed = "must have 8 to 128 printable ASCII characters, none of `/`, `\"`, `@` and space";
        find.rule(&path.attribute("password_wo"), allowed);
        return None;
    }
    Some(SecretText::new(text))
}
