//! `cargo sandbox zero-downtime`: a service of the provider's is changed in every way a user changes one, on a real node, while
//! a second process sends it requests. Not one may be lost. Read `run`, then `course.rs` for one phase and `changes.rs` for
//! what happens in each.

mod autoscaler;
mod certificate;
mod changes;
mod course;
mod evictions;
mod load;
mod phase;
mod release;
mod service;
mod table;
mod traffic;

pub use phase::Phase;

use crate::{
    Addon, Error, Nodes, Options, Progress, Secret, clients, executable, node, progress::Report, running,
    tool,
};
use release::{Capacity, Release, Token};
use service::Service;
use std::path::PathBuf;

/// What the user chose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Where the sandbox lives.
    pub dir: PathBuf,
    /// The provider's executable; built from the sources where none is named.
    pub provider: Option<PathBuf>,
    /// In which order is not the user's choice.
    pub phases: Vec<Phase>,
    /// Whether to build Traefik where it is not built yet.
    pub ingress: bool,
    /// Whether to leave everything running.
    pub keep: bool,
}

/// What was seen.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// A line for each phase and way in.
    pub table: String,
    /// What a reader of the table wants to know besides.
    pub notes: Vec<String>,
    /// Every expectation that did not hold, by phase.
    pub problems: Vec<String>,
}

/// Runs the chosen phases on a sandbox of their own.
///
/// # Errors
///
/// When the machine cannot run a real node, or the service does not come up in the first place.
pub fn run(choice: &Choice, report: &mut dyn FnMut(Progress)) -> Result<Outcome, Error> {
    if running::find(&choice.dir)?.is_some() {
        return Err(Error::Occupied(choice.dir.clone()));
    }
    let outcome = up(choice, report).and_then(|running| perform(choice, &running, report));
    if choice.keep {
        return outcome;
    }
    running::down(&choice.dir, report)?;
    outcome
}

/// Runs a load, as the process that it is.
///
/// # Errors
///
/// When the order is none, or the report cannot be written.
pub fn load(order: &str) -> Result<(), Error> {
    load::run(order)
}

fn up(choice: &Choice, report: Report<'_>) -> Result<running::Running, Error> {
    let mut options = Options::in_dir(&choice.dir);
    options.nodes = Nodes::Real;
    node::check(&options)?;
    options.addons = addons(choice)?;
    // However the command ends, the sandbox goes with it.
    options.while_pid = (!choice.keep).then(std::process::id);
    match &choice.provider {
        Some(provider) => options.provider.clone_from(provider),
        None => {
            let step = "build the provider";
            tool::timed(step, "a few minutes the first time", report, &mut |_| executable::build_provider())?;
        }
    }
    running::up(&options, report)
}

fn addons(choice: &Choice) -> Result<Vec<Addon>, Error> {
    let mut addons = Vec::new();
    if choice.phases.contains(&Phase::Autoscaler) {
        addons.push(Addon::Metrics);
    }
    if choice.ingress || !node::addon(Addon::Ingress).missing()? {
        addons.push(Addon::Ingress);
    }
    Ok(addons)
}

fn perform(choice: &Choice, running: &running::Running, report: Report<'_>) -> Result<Outcome, Error> {
    let addons = addons(choice)?;
    let mut service = start(choice, running, &addons, report)?;
    let mut outcome = Outcome::default();
    if !addons.contains(&Addon::Ingress) {
        outcome.notes.push("the ingress is left out: --ingress adds it (Traefik is built once)".to_owned());
    }
    let mut rows = Vec::new();
    for phase in Phase::ALL.into_iter().filter(|phase| choice.phases.contains(phase)) {
        let course = course::run(phase, &mut service, report);
        rows.extend(course.rows);
        outcome.notes.extend(course.notes.into_iter().map(|note| format!("{}: {note}", phase.name())));
        outcome.problems.extend(course.problems.into_iter().map(|what| format!("{}: {what}", phase.name())));
    }
    outcome.table = table::render(&rows);
    Ok(outcome)
}

/// The service as it is before the first phase, reached once by every way in.
fn start<'a>(
    choice: &Choice,
    running: &'a running::Running,
    addons: &[Addon],
    report: Report<'_>,
) -> Result<Service<'a>, Error> {
    let token = choice.phases.contains(&Phase::Secret).then(|| {
        let secret = Secret::create(running, "zero-downtime/token", "first")?;
        Ok(Token { secret, value: "first".to_owned() })
    });
    let release = Release {
        tag: "1".to_owned(),
        greeting: "hello".to_owned(),
        token: token.transpose()?,
        capacity: Capacity::Fixed(2),
        tls_secret: addons.contains(&Addon::Ingress).then(|| certificate::SECRET.to_owned()),
    };
    let client = clients::any(report)?;
    let step = format!("{} init and apply: a public service with two replicas", client.name());
    tool::timed(&step, "about 10 s", report, &mut |_| {
        let mut service = Service::new(running, client.clone(), release.clone())?;
        service.start()?;
        Ok(service)
    })
}
