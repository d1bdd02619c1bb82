//! The PostgreSQL of this machine: where its programs are, whom they run as, and the empty cluster that every server starts
//! from, made once. Starts no server.

use crate::{
    Error,
    cache::{Item, Key},
    error::file,
    places,
    progress::Report,
    tool,
};
use serde::{Deserialize, Serialize};
use std::{
    env, fs,
    os::unix::{fs::DirBuilderExt, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
};

/// The user of a cluster who may do everything, as RDS names its own.
pub(super) const ADMINISTRATOR: &str = "rdsadmin";

const REMEDY: &str = "install PostgreSQL (`apt-get install postgresql`, `brew install postgresql`)";
const WITHOUT: &str = "RDS has no servers behind its endpoints";

/// Roles that every RDS instance has, and nothing of the sandbox's own.
const ROLES: &str = "CREATE ROLE rds_superuser; \
                     CREATE ROLE rds_replication; \
                     CREATE ROLE rds_iam; \
                     GRANT pg_monitor, pg_signal_backend, pg_read_all_data, pg_write_all_data TO rds_superuser WITH ADMIN OPTION;";

/// What servers are made of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Installation {
    /// Holds `postgres`, `initdb`, `pg_basebackup` and `psql`.
    programs: PathBuf,
    /// User and group to run as where we are root, whom PostgreSQL refuses.
    user: Option<(u32, u32)>,
    /// The empty cluster.
    template: PathBuf,
}

/// Finds it and makes the empty cluster, unless that is in the cache; where there is none, the sentence that says so.
pub(crate) fn find(report: Report<'_>) -> Result<Result<Installation, String>, Error> {
    let Some(programs) = folders().into_iter().find(|folder| is_whole(folder)) else {
        return Ok(Err(format!("{WITHOUT}: {REMEDY}")));
    };
    let user = match user() {
        Ok(user) => user,
        Err(problem) => return Ok(Err(format!("{WITHOUT}: {problem}"))),
    };
    let mut found = Installation { programs, user, template: PathBuf::new() };
    found.template = found.ensure_template(report)?;
    Ok(Ok(found))
}

/// Where packages put the programs, the newest version first; `PATH` before all.
pub(crate) fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    let brew = env::var_os("HOMEBREW_PREFIX").map_or_else(|| PathBuf::from("/usr/local"), PathBuf::from);
    for (parent, prefix) in [
        (PathBuf::from("/usr/lib/postgresql"), ""),
        (PathBuf::from("/usr"), "pgsql-"),
        (brew.join("opt"), "postgresql"),
    ] {
        let mut versions: Vec<_> = fs::read_dir(parent)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(|entry| entry.path())
            .collect();
        let number = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u32>().unwrap_or_default()
        };
        versions.sort_by_key(|path| std::cmp::Reverse(number(path)));
        folders.extend(versions.into_iter().map(|version| version.join("bin")));
    }
    folders
}

fn is_whole(folder: &Path) -> bool {
    ["postgres", "initdb", "pg_basebackup", "psql"].iter().all(|program| folder.join(program).is_file())
}

/// The system's own user for PostgreSQL, where we are root.
fn user() -> Result<Option<(u32, u32)>, String> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let id = |flag: &str| tool::output(Command::new("id").args([flag, "postgres"]))?.parse().ok();
    match (id("-u"), id("-g")) {
        (Some(user), Some(group)) => Ok(Some((user, group))),
        _ => Err("PostgreSQL refuses to run as root, and there is no user `postgres`".to_owned()),
    }
}

impl Installation {
    /// A program of it, run as the user of the servers.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        for (name, _) in env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"PG") {
                command.env_remove(name);
            }
        }
        // Messages are read by the sandbox.
        command.env("LC_ALL", "C");
        command
    }

    /// Gives a file or folder to the user of the servers.
    pub(super) fn give(&self, path: &Path) -> Result<(), Error> {
        let Some((user, group)) = self.user else { return Ok(()) };
        std::os::unix::fs::chown(path, Some(user), Some(group)).map_err(file("hand over", path))
    }

    /// Makes a folder that only the user of the servers may look into.
    pub(super) fn private_folder(&self, path: &Path) -> Result<(), Error> {
        fs::DirBuilder::new().mode(0o700).create(path).map_err(file("create", path))?;
        self.give(path)
    }

    /// Copies the empty cluster.
    pub(super) fn unpack(&self, to: &Path) -> Result<(), Error> {
        copy(&self.template.join("data"), to)
    }

    fn ensure_template(&self, report: Report<'_>) -> Result<PathBuf, Error> {
        let mut key = Key::default();
        let version = tool::output(Command::new(self.programs.join("postgres")).arg("--version"));
        key.add("version", version.unwrap_or_default().as_bytes());
        key.add("programs", self.programs.as_os_str().as_encoded_bytes());
        key.add("user", format!("{:?}", self.user).as_bytes());
        key.add("roles", ROLES.as_bytes());
        let cache = places::cache();
        let item = Item { cache: &cache, name: "postgres-cluster", key: key.finish() };
        item.ensure(report, &mut |dir, report| {
            let step = "make an empty PostgreSQL cluster";
            tool::timed(step, "once, cached, about 2 s", report, &mut |report| {
                // The user of the servers may not see into the cache.
                let made = env::temp_dir().join(format!("acme-postgres-{}", std::process::id()));
                self.private_folder(&made)?;
                let done = self.initialize(&made.join("data"), report);
                let kept = done.and_then(|()| copy(&made.join("data"), &dir.join("data")));
                fs::remove_dir_all(&made).map_err(file("remove", &made))?;
                kept
            })
        })
    }

    fn initialize(&self, data: &Path, report: Report<'_>) -> Result<(), Error> {
        let mut initdb = self.command("initdb");
        initdb.args(["--username", ADMINISTRATOR, "--encoding", "UTF8", "--locale", "C", "--no-sync"]);
        // Small segments make a small copy.
        initdb.args(["--auth", "reject", "--wal-segsize", "1", "--pgdata"]).arg(data).current_dir("/");
        tool::run(&mut initdb, "initdb", report)?;
        let roles = data.join("roles.sql");
        // A server without clients takes one statement a line.
        fs::write(&roles, ROLES.replace("; ", ";\n")).map_err(file("write", &roles))?;
        let input = fs::File::open(&roles).map_err(file("open", &roles))?;
        let mut single = self.command("postgres");
        single.args(["--single", "-F", "-D"]).arg(data).arg("postgres").current_dir("/").stdin(input);
        let said =
            single.output().map_err(|source| Error::Start { program: "postgres".to_owned(), source })?;
        fs::remove_file(&roles).map_err(file("remove", &roles))?;
        let text = String::from_utf8_lossy(&said.stderr).into_owned();
        if said.status.success() && !text.contains("ERROR") {
            return Ok(());
        }
        Err(Error::Program { program: "postgres --single".to_owned(), said: text })
    }
}

/// Copies a folder with its owners and modes.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    tool::run(Command::new("cp").arg("-Rp").arg(from).arg(to), "copy a database", &mut |_| {})
}
