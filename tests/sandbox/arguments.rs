//! What the user wrote on the command line of the sandbox, as data. Nothing is done here.

use lexopt::prelude::{Long, Short, Value};
use sandbox::{
    Nodes, Options,
    zero_downtime::{Choice, Phase},
};
use std::{
    ffi::{OsStr, OsString},
    path::PathBuf,
};

pub(crate) const USAGE: &str = "\
The local AWS and Kubernetes of terraform-provider-acme.

usage: cargo sandbox COMMAND [OPTION...]

  up             bring it up (or find it up) and return when everything answers
  down           take it down; nothing is left behind
  status         say how it is; exits 1 unless it is up and well
  env            print the environment that leads to it: eval \"$(cargo sandbox env)\"
  kubectl        run the built-in kubectl against it: cargo sandbox kubectl get pods
  zero-downtime  change a service in every way while requests come, on a real node of its own (Linux, root);
                 exits 1 if one request is lost

  --dir DIR        where it lives (several may run at once, each in a folder of its own)
  --node real      up: a real node instead of three simulated ones (Linux, root)
  --provider PATH  up, zero-downtime: the provider's executable (default: target/debug/terraform-provider-acme;
                   zero-downtime builds that first)
  --while-pid PID  up: take it down when this process ends
  --phase NAME     zero-downtime: only this phase of image, env, secret, scale, scaling, bad-image, evictions and
                   autoscaler (repeatable)
  --ingress        zero-downtime: build Traefik, once; where it is built, requests go through it, too
  --keep           zero-downtime: leave everything running
";

pub(crate) enum Command {
    Up,
    Down,
    Status,
    Env,
    Kubectl(Vec<OsString>),
    ZeroDowntime,
    Load(OsString),
    Serve,
    Keep,
    Help,
}

/// The command and every option; some mean something to one command only.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) command: Option<Command>,
    dir: Option<PathBuf>,
    nodes: Nodes,
    provider: Option<PathBuf>,
    while_pid: Option<u32>,
    phases: Vec<Phase>,
    ingress: bool,
    keep: bool,
}

pub(crate) fn parse() -> Result<Arguments, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    let mut found = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("dir") => found.dir = Some(absolute(parser.value()?)?),
            Long("node") => found.nodes = nodes(&parser.value()?)?,
            Long("provider") => found.provider = Some(absolute(parser.value()?)?),
            Long("while-pid") => {
                let pid = parser.value()?;
                let pid = pid.to_str().and_then(|pid| pid.parse().ok());
                found.while_pid = Some(pid.ok_or("--while-pid takes a process id")?);
            }
            Long("phase") => found.phases.push(phase(&parser.value()?)?),
            Long("ingress") => found.ingress = true,
            Long("keep") => found.keep = true,
            Long("help") | Short('h') => found.command = Some(Command::Help),
            Value(word) if found.command.is_none() => found.command = Some(command(&word, &mut parser)?),
            other => return Err(other.unexpected()),
        }
    }
    Ok(found)
}

fn command(word: &OsStr, parser: &mut lexopt::Parser) -> Result<Command, lexopt::Error> {
    Ok(match word.to_str() {
        Some("up") => Command::Up,
        Some("down") => Command::Down,
        Some("status") => Command::Status,
        Some("env") => Command::Env,
        Some("kubectl") => Command::Kubectl(parser.raw_args()?.collect()),
        Some("zero-downtime") => Command::ZeroDowntime,
        Some("load") => Command::Load(parser.value()?),
        Some("serve") => Command::Serve,
        Some("keep") => Command::Keep,
        Some("help") => Command::Help,
        _ => return Err(format!("there is no command {}", word.display()).into()),
    })
}

fn nodes(word: &OsStr) -> Result<Nodes, lexopt::Error> {
    match word.to_str() {
        Some("real") => Ok(Nodes::Real),
        Some("simulated") => Ok(Nodes::Simulated),
        _ => Err("--node is real or simulated".into()),
    }
}

fn phase(word: &OsStr) -> Result<Phase, lexopt::Error> {
    let names = Phase::ALL.map(Phase::name).join(", ");
    word.to_str().and_then(Phase::find).ok_or_else(|| format!("--phase is one of {names}").into())
}

fn absolute(path: OsString) -> Result<PathBuf, lexopt::Error> {
    std::path::absolute(PathBuf::from(path)).map_err(|error| error.to_string().into())
}

impl Arguments {
    /// The sandbox that most commands are about.
    pub(crate) fn options(&self) -> Options {
        let mut options = Options::default();
        options.nodes = self.nodes;
        options.while_pid = self.while_pid;
        if let Some(dir) = &self.dir {
            options.dir.clone_from(dir);
        }
        if let Some(provider) = &self.provider {
            options.provider.clone_from(provider);
        }
        options
    }

    /// What `zero-downtime` is to do.
    pub(crate) fn zero_downtime(&self) -> Choice {
        // Beside the user's own sandbox, so that neither is in the other's way.
        let beside = || Options::default().dir.with_file_name("zero-downtime");
        Choice {
            dir: self.dir.clone().unwrap_or_else(beside),
            provider: self.provider.clone(),
            phases: if self.phases.is_empty() { Phase::ALL.to_vec() } else { self.phases.clone() },
            ingress: self.ingress,
            keep: self.keep,
        }
    }
}
