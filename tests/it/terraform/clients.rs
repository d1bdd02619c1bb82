//! Which clients the tests run on. Both, unless `ACME_TEST_CLIENTS=tofu` (or `terraform`) says otherwise: a client that is
//! missing is a failure that says what to do, never a test that is green because it did nothing.

use std::io::Write;
use std::path::PathBuf;
use std::sync::LazyLock;

const VARIABLE: &str = "ACME_TEST_CLIENTS";

/// A client on which a test runs.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// `terraform` or `tofu`.
    pub(super) name: &'static str,
    pub(super) program: PathBuf,
}

/// A client that is there, is not wanted, or is missing.
pub(super) enum Found {
    Here(Client),
    Unwanted(&'static str),
    Missing(String),
}

impl Found {
    /// Runs a test on the client.
    pub(super) fn run(&self, test: impl FnOnce(&Client)) {
        match self {
            Self::Here(client) => test(client),
            // Past libtest's capture: who reads the run must see that half of it did not happen.
            Self::Unwanted(name) => say(&format!("NOT RUN on {name}, as {VARIABLE} asks")),
            Self::Missing(what) => panic!("{what}"),
        }
    }
}

/// Terraform, from `PATH`: it is on no package registry.
pub(super) fn terraform() -> &'static Found {
    static FOUND: LazyLock<Found> = LazyLock::new(|| {
        let missing = || {
            format!(
                "there is no `terraform` on PATH, and half of the end-to-end tests run on it: install it from \
                 https://developer.hashicorp.com/terraform/install, or set {VARIABLE}=tofu to go without"
            )
        };
        find("terraform", || sandbox::clients::terraform().ok_or_else(missing))
    });
    &FOUND
}

/// OpenTofu, from `PATH` or from npm.
pub(super) fn tofu() -> &'static Found {
    static FOUND: LazyLock<Found> = LazyLock::new(|| {
        let fetch = || sandbox::clients::tofu(&mut |progress| say(&progress.to_string()));
        find("tofu", || fetch().map_err(|error| error.chain()))
    });
    &FOUND
}

fn find(name: &'static str, look: impl FnOnce() -> Result<sandbox::clients::Client, String>) -> Found {
    let wanted = std::env::var(VARIABLE).unwrap_or_else(|_| "terraform,tofu".to_owned());
    if !wanted.split(',').any(|wanted| wanted.trim() == name) {
        return Found::Unwanted(name);
    }
    match look() {
        Ok(client) => {
            say(&format!("end-to-end tests run on {name} {}", client.version));
            Found::Here(Client { name, program: client.program })
        }
        Err(what) => Found::Missing(what),
    }
}

/// A line that is seen while tests run.
pub(super) fn say(line: &str) {
    // A run whose output nobody takes must not fail for it.
    let _ = writeln!(std::io::stderr(), "{line}");
}

#[test]
fn at_least_one_client_is_wanted() {
    let none = matches!((terraform(), tofu()), (Found::Unwanted(_), Found::Unwanted(_)));
    assert!(!none, "{VARIABLE} names neither `terraform` nor `tofu`: nothing would be tested");
}
