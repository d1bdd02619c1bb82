//! The provider: schemas out of the registry, calls into the lifecycle. Wiring only; logic belongs in a room.

mod check;
mod config;
mod diagnose;
mod ephemeral;
mod gather;
mod impact;
mod lifecycle;
mod private;
mod read;
mod rollback;
mod state;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use acme_children::Cloud;
use acme_plugin::{
    ApplyRequest, ApplyResponse, ConfigureRequest, FunctionError, ImportResponse, OpenResponse, PlanRequest,
    PlanResponse, Provider, ReadRequest, ReadResponse, RenewResponse, Schemas,
};
use acme_resources::{DATA_SOURCES, EPHEMERALS, FUNCTIONS, REGISTRY};
use acme_schema::{Diagnostic, Diagnostics, Schema, Value, plan};
use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

pub use config::{Connection, Environment, Settings};
pub use lifecycle::Lifecycle;

/// The provider that Terraform talks to.
pub struct Acme {
    schemas: Schemas,
    environment: Environment,
    /// Stands in for AWS and Kubernetes in tests.
    cloud: Option<Arc<dyn Cloud>>,
    settings: OnceLock<Settings>,
    cancel: CancellationToken,
}

impl Acme {
    /// The provider, with the process's environment and real clouds.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Environment::of_process(), None)
    }

    /// The provider with another environment and, where one is given, with a cloud that stands in for the real ones.
    #[must_use]
    pub fn with(environment: Environment, cloud: Option<Arc<dyn Cloud>>) -> Self {
        let schemas = Schemas {
            provider: config::schema(),
            resources: REGISTRY.iter().map(|r| (r.type_name().to_owned(), r.schema())).collect(),
            data_sources: DATA_SOURCES.iter().map(|d| (d.type_name().to_owned(), d.schema())).collect(),
            ephemerals: EPHEMERALS.iter().map(|e| (e.type_name().to_owned(), e.schema())).collect(),
            functions: FUNCTIONS.iter().map(|f| (f.name().to_owned(), f.declaration())).collect(),
        };
        Self { schemas, environment, cloud, settings: OnceLock::new(), cancel: CancellationToken::new() }
    }

    fn lifecycle(&self, type_name: &str) -> Result<Lifecycle<'_>, Diagnostic> {
        let resource = REGISTRY.iter().find(|r| r.type_name() == type_name);
        match (resource, self.schemas.resources.get(type_name)) {
            (Some(resource), Some(schema)) => {
                Ok(Lifecycle { resource: *resource, schema, settings: self.settings() })
            }
            _ => Err(unknown_type("resource", type_name)),
        }
    }

    /// The settings, or those of an empty provider block before `configure` (Terraform never plans before it).
    fn settings(&self) -> &Settings {
        self.settings.get_or_init(Settings::unconfigured)
    }
}

impl Default for Acme {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Provider for Acme {
    fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    async fn validate_provider(&self, config: Value) -> Diagnostics {
        let mut diagnostics = plan::validate(&self.schemas.provider, &config);
        diagnostics.append(config::validate(&config));
        diagnostics
    }

    async fn configure(&self, request: ConfigureRequest) -> Diagnostics {
        match config::settle(&request, &self.environment, self.cloud.clone(), &self.cancel) {
            Ok(settings) => {
                // A second configure of one process would be a defect of the client; the first one stands.
                let _ = self.settings.set(settings);
                Diagnostics::new()
            }
            Err(diagnostics) => diagnostics,
        }
    }

    async fn validate_resource(&self, type_name: &str, config: Value) -> Diagnostics {
        match REGISTRY.iter().find(|r| r.type_name() == type_name) {
            Some(resource) => {
                let mut diagnostics = checked(self.schemas.resources.get(type_name), &config);
                diagnostics.append(resource.validate(&config));
                diagnostics
            }
            None => unknown_type("resource", type_name).into(),
        }
    }

    async fn validate_data_source(&self, type_name: &str, config: Value) -> Diagnostics {
        checked(self.schemas.data_sources.get(type_name), &config)
    }

    async fn plan(&self, type_name: &str, request: PlanRequest) -> PlanResponse {
        match self.lifecycle(type_name) {
            Ok(lifecycle) => lifecycle.plan(request).await,
            Err(diagnostic) => PlanResponse { diagnostics: diagnostic.into(), ..PlanResponse::default() },
        }
    }

    async fn apply(&self, type_name: &str, request: ApplyRequest) -> ApplyResponse {
        match self.lifecycle(type_name) {
            Ok(lifecycle) => lifecycle.apply(request).await,
            Err(diagnostic) => ApplyResponse {
                state: request.prior,
                private: request.private,
                diagnostics: diagnostic.into(),
            },
        }
    }

    async fn read(&self, type_name: &str, request: ReadRequest) -> ReadResponse {
        match self.lifecycle(type_name) {
            Ok(lifecycle) => lifecycle.read(request).await,
            Err(diagnostic) => ReadResponse {
                state: request.state,
                private: request.private,
                diagnostics: diagnostic.into(),
            },
        }
    }

    async fn import(&self, type_name: &str, id: &str) -> ImportResponse {
        match self.lifecycle(type_name) {
            Ok(lifecycle) => lifecycle.import(id).await,
            Err(diagnostic) => ImportResponse { diagnostics: diagnostic.into(), ..ImportResponse::default() },
        }
    }

    async fn read_data_source(&self, type_name: &str, config: Value) -> (Value, Diagnostics) {
        match DATA_SOURCES.iter().find(|d| d.type_name() == type_name) {
            Some(source) => read::data_source(*source, self.settings(), config).await,
            None => (Value::Null, unknown_type("data source", type_name).into()),
        }
    }

    async fn validate_ephemeral(&self, type_name: &str, config: Value) -> Diagnostics {
        checked(self.schemas.ephemerals.get(type_name), &config)
    }

    async fn open_ephemeral(&self, type_name: &str, config: Value) -> OpenResponse {
        match EPHEMERALS.iter().find(|e| e.type_name() == type_name) {
            Some(ephemeral) => ephemeral::open(*ephemeral, self.settings(), config).await,
            None => OpenResponse {
                diagnostics: unknown_type("ephemeral resource", type_name).into(),
                ..OpenResponse::default()
            },
        }
    }

    async fn renew_ephemeral(&self, _type_name: &str, private: Vec<u8>) -> RenewResponse {
        // Nothing asks for it: a password and a token are good for as long as they are.
        RenewResponse { private, ..RenewResponse::default() }
    }

    async fn close_ephemeral(&self, _type_name: &str, _private: Vec<u8>) -> Diagnostics {
        // Nothing was made, so nothing is to be taken away.
        Diagnostics::new()
    }

    async fn call_function(&self, name: &str, arguments: Vec<Value>) -> Result<Value, FunctionError> {
        let function = FUNCTIONS.iter().find(|f| f.name() == name);
        let function =
            function.ok_or_else(|| FunctionError::new(format!("The provider has no function `{name}`")))?;
        function
            .call(&arguments)
            .map_err(|bad| FunctionError { text: bad.wrong, argument: i64::try_from(bad.position).ok() })
    }

    async fn stop(&self) {
        self.cancel.cancel();
    }
}

fn checked(schema: Option<&Schema>, config: &Value) -> Diagnostics {
    schema.map(|schema| plan::validate(schema, config)).unwrap_or_default()
}

fn unknown_type(what: &str, type_name: &str) -> Diagnostic {
    let known: BTreeMap<_, _> = REGISTRY.iter().map(|r| (r.type_name(), ())).collect();
    let known: Vec<_> = known.into_keys().collect();
    Diagnostic::error(format!("The provider has no {what} `{type_name}`"))
        .detail(format!("It has: {}", known.join(", ")))
}
