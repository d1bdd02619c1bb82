//! What must succeed before new replicas start.

use acme_schema::{Attr, Path};

use super::super::model::ServiceModel;
use crate::shared::{Findings, Given, Image, WaitTime, Whole};

/// How often a Job is tried again.
pub(crate) type Retries = Whole<0, 10>;

/// A container that runs to its end before anything that takes requests is changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PreDeploy {
    /// `None`: the service's.
    pub(crate) image: Option<Image>,
    pub(crate) command: Vec<String>,
    pub(crate) args: Vec<String>,
    pub(crate) timeout: WaitTime,
    pub(crate) retries: Retries,
}

pub(super) fn read(model: &ServiceModel, find: &mut Findings) -> Option<PreDeploy> {
    let path = Path::of("pre_deploy");
    let at = |name: &str| path.attribute(name);
    let given = find.seen(&model.pre_deploy)?;
    let image = find.seen(&given.image).and_then(|image| Image::read(&image.whole(), &at("image"), find));
    let command = find.texts(&given.command, &at("command")).or(Vec::new());
    if given.image.is_null() && command.known().is_some_and(Vec::is_empty) {
        let allowed = "must be set without `image`: the service's own program would not come to an end";
        find.rule(&at("command"), allowed);
    }
    let args = find.texts(&given.args, &at("args")).or(Vec::new());
    let timeout = find.text(&given.timeout, &at("timeout")).or(WaitTime::DEFAULT);
    let retries: Attr<Retries> = find.whole(&given.retries, &at("retries")).or(Retries::clamped(0));
    Some(PreDeploy {
        image,
        command: command.option()?,
        args: args.option()?,
        timeout: timeout.option()?,
        retries: retries.option()?,
    })
}
