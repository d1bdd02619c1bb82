//! Everything a sandbox is made of, before anything is started: what the machine must bring is looked for first, all of it,
//! so that nobody waits for a build only to hear of the next thing that is missing.

use crate::{
    Error, Nodes, Options, aws, databases,
    golang::Build,
    kubernetes, node,
    prerequisites::{self, Python},
    progress::{Progress, Report},
    simulation,
    supervisor::Plan,
};
use std::time::Duration;

/// Builds and installs what is not in the cache yet.
pub(crate) fn make(options: &Options, report: Report<'_>) -> Result<Plan, Error> {
    if options.nodes == Nodes::Real {
        node::check(options)?;
    }
    let kubernetes = kubernetes::build(options.nodes);
    let beside = match options.nodes {
        Nodes::Simulated => simulation::build(),
        Nodes::Real => node::programs(),
    };
    let addons: Vec<_> = options.addons.iter().map(|addon| (*addon, node::addon(*addon))).collect();
    let mut builds = vec![&kubernetes, &beside];
    builds.extend(addons.iter().map(|(_, build)| build));
    let python = look(&builds)?;
    let emulators = aws::install(&python, report)?;
    let kubernetes = kubernetes.ensure(report)?;
    let (simulation, images) = match options.nodes {
        Nodes::Simulated => (Some(beside.ensure(report)?), None),
        Nodes::Real => (None, Some(node::images(report)?)),
    };
    let made = addons.iter().map(|(addon, build)| Ok((*addon, build.ensure(report)?)));
    let addons = made.collect::<Result<_, Error>>()?;
    let (postgres, notes) = match databases::find(report)? {
        Ok(found) => (Some(found), Vec::new()),
        Err(lack) => {
            report(Progress::done(&lack, Duration::ZERO));
            (None, vec![lack])
        }
    };
    Ok(Plan {
        nodes: options.nodes,
        aws: options.aws,
        while_pid: options.while_pid,
        kubernetes: kubernetes::program(&kubernetes),
        simulation,
        images,
        addons,
        emulators,
        postgres,
        notes,
    })
}

/// Finds what the machine must bring, or says everything that is missing.
fn look(builds: &[&Build<'_>]) -> Result<Python, Error> {
    let mut building = false;
    for build in builds {
        building |= build.missing()?;
    }
    let go = if building { prerequisites::go().map(drop) } else { Ok(()) };
    match (prerequisites::python(), go) {
        (Ok(python), Ok(())) => Ok(python),
        (Err(problem), Ok(())) | (Ok(_), Err(problem)) => Err(problem),
        (Err(python), Err(go)) => Err(Error::Several(vec![python.to_string(), go.to_string()])),
    }
}
