//! What a replica consists of beside the service's own container and its open environment.

use std::collections::BTreeMap;

use acme_schema::Path;

use super::super::model::ServiceModel;
use super::secrets::{self, Generation, Secrets};
use super::service_account::{self, Account};
use super::sidecars::{self, Sidecar};
use super::volumes::{self, Volume};
use crate::shared::{Findings, Given, PartName};

/// What is around the service's own container.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pod {
    pub(crate) secrets: Secrets,
    pub(crate) volumes: BTreeMap<PartName, Volume>,
    pub(crate) sidecars: BTreeMap<PartName, Sidecar>,
    pub(crate) account: Account,
    pub(crate) restart_generation: Option<Generation>,
}

pub(super) fn read(model: &ServiceModel, find: &mut Findings) -> Pod {
    let secrets = secrets::read(model, find);
    let volumes = volumes::read(model, find);
    let sidecars = sidecars::read(model, &volumes, find);
    let account = service_account::read(model, find);
    let restart = find.whole(&model.restart_generation, &Path::of("restart_generation"));
    Pod { secrets, volumes, sidecars, account, restart_generation: restart.option() }
}
