//! SQL as a client of the database runs it: by its endpoint, over TLS, with a password. For tests.

use super::installation::folders;
use crate::{Error, tool};
use std::{
    path::Path,
    process::{Command, Stdio},
};

/// Runs statements and answers with what they select: a line for each row, values separated by `|`.
///
/// `url` is `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`, user and password percent-encoded, and may end in parameters.
/// The server must show a certificate for its name that `ca_bundle` vouches for, unless the URL says `sslmode=`.
///
/// # Errors
///
/// When there is no `psql` on this machine or it fails; the error carries what it said.
pub fn query(url: &str, ca_bundle: &Path, sql: &str) -> Result<String, Error> {
    let psql = folders().into_iter().map(|folder| folder.join("psql")).find(|program| program.is_file());
    let psql = psql.ok_or_else(|| Error::Missing {
        name: "psql".to_owned(),
        purpose: "ask a database",
        remedy: "install PostgreSQL (`apt-get install postgresql`, `brew install postgresql`)".to_owned(),
    })?;
    let mut command = Command::new(psql);
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"PG") {
            command.env_remove(name);
        }
    }
    // What the URL says goes before what the environment says.
    command.env("PGSSLMODE", "verify-full").env("PGSSLROOTCERT", ca_bundle).env("PGCONNECT_TIMEOUT", "10");
    command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, "-d", url]);
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|source| Error::Start { program: "psql".to_owned(), source })?;
    if !output.status.success() {
        return Err(Error::Program { program: "psql".to_owned(), said: tool::tail(&output.stderr) });
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}
