//! A provider for the tests of this crate: one resource, one data source, one ephemeral resource, one function, and a
//! `mode` that says what each call shall do. In memory, like the connection to it.

pub(crate) mod join;
pub(crate) mod token;

use std::{collections::BTreeMap, io, sync::Arc};

use acme_schema::{
    Attribute, Diagnostic, Diagnostics, Nesting, Path, Presence, Rules, Schema, Shape, Type, Value, msgpack,
};
use async_trait::async_trait;
use hyper_util::rt::TokioIo;
use tokio::{io::DuplexStream, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use tonic::transport::{Channel, Endpoint, Error};

use crate::{
    ApplyRequest, ApplyResponse, ConfigureRequest, FunctionError, ImportResponse, OpenResponse, PlanRequest,
    PlanResponse, Provider, ReadRequest, ReadResponse, RenewResponse, Schemas,
    connection::{Connection, Live},
    ending::Ending,
    proto::tfplugin6::{DynamicValue, provider_client::ProviderClient},
    serve::serve,
    services::LARGEST,
};

pub(crate) const THING: &str = "acme_thing";

/// Where the apply of this fixture panics, when asked to.
pub(crate) const PANIC: &str = "attempt to do the impossible";

pub(crate) struct Fixture {
    schemas: Schemas,
    stopped: CancellationToken,
}

pub(crate) fn provider() -> Arc<dyn Provider> {
    let attributes = Vec::from([
        plain("id", Presence::Computed),
        plain("name", Presence::Required),
        plain("mode", Presence::Optional),
        Attribute { sensitive: true, write_only: true, ..plain("secret", Presence::Optional) },
        Attribute {
            deprecation: Some("Use `name`.".to_owned()),
            ..plain("title", Presence::OptionalComputed)
        },
        Attribute {
            shape: Shape::Nested {
                nesting: Nesting::Map,
                attributes: Vec::from([plain("protocol", Presence::Optional)]),
            },
            ..plain("ports", Presence::Optional)
        },
    ]);
    let thing = Schema { version: 2, description: "A thing.".to_owned(), attributes };
    let region = Vec::from([plain("region", Presence::Optional)]);
    Arc::new(Fixture {
        schemas: Schemas {
            provider: Schema { version: 0, description: "A provider.".to_owned(), attributes: region },
            resources: BTreeMap::from([(THING.to_owned(), thing.clone())]),
            data_sources: BTreeMap::from([(THING.to_owned(), thing)]),
            ephemerals: BTreeMap::from([(token::TOKEN.to_owned(), token::schema())]),
            functions: BTreeMap::from([(join::JOIN.to_owned(), join::function())]),
        },
        stopped: CancellationToken::new(),
    })
}

fn plain(name: &str, presence: Presence) -> Attribute {
    Attribute {
        name: name.to_owned(),
        shape: Shape::Plain(Type::String),
        presence,
        description: format!("The {name}."),
        sensitive: false,
        write_only: false,
        deprecation: None,
        rules: Rules::default(),
    }
}

/// The value of a thing with this mode.
pub(crate) fn thing(mode: &str) -> Value {
    let text = |text: &str| Value::String(text.to_owned());
    Value::Object(BTreeMap::from([
        ("id".to_owned(), Value::unknown()),
        ("name".to_owned(), text("a")),
        ("mode".to_owned(), text(mode)),
        ("secret".to_owned(), Value::Null),
        ("title".to_owned(), Value::Null),
        ("ports".to_owned(), Value::Map(BTreeMap::new())),
    ]))
}

/// A thing that exists.
pub(crate) fn existing(mode: &str) -> Value {
    let mut thing = thing(mode);
    thing.set_attribute("id", Value::String("1".to_owned()));
    thing
}

/// A thing's value as the wire has it.
pub(crate) fn wire(value: &Value) -> Option<DynamicValue> {
    let msgpack = msgpack::encode(value, &thing_type()).unwrap();
    Some(DynamicValue { msgpack, json: Vec::new() })
}

/// What the wire says of a thing.
pub(crate) fn unwire(value: Option<DynamicValue>) -> Value {
    value.map_or(Value::Null, |value| msgpack::decode(&value.msgpack, &thing_type()).unwrap())
}

fn thing_type() -> Type {
    provider().schemas().resources[THING].ty()
}

fn mode(value: &Value) -> &str {
    value.attribute("mode").and_then(Value::as_str).unwrap_or_default()
}

#[async_trait]
impl Provider for Fixture {
    fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    async fn validate_provider(&self, config: Value) -> Diagnostics {
        match config.attribute("region").and_then(Value::as_str) {
            Some("nowhere") => Diagnostic::error("No such region").at(Path::of("region")).into(),
            Some(_) | None => Diagnostics::new(),
        }
    }

    async fn configure(&self, request: ConfigureRequest) -> Diagnostics {
        Diagnostic::warning(format!("Configured by {}", request.terraform_version)).into()
    }

    async fn validate_resource(&self, _: &str, config: Value) -> Diagnostics {
        match mode(&config) {
            "panic" => panic!("{PANIC}: {config:?}"),
            "bad" => Diagnostic::error("Bad").at(Path::of("ports").key("http").attribute("protocol")).into(),
            _ => Diagnostics::new(),
        }
    }

    async fn validate_data_source(&self, type_name: &str, config: Value) -> Diagnostics {
        self.validate_resource(type_name, config).await
    }

    async fn plan(&self, _: &str, request: PlanRequest) -> PlanResponse {
        if request.proposed.is_null() {
            let guarded = Diagnostic::error("Protected");
            let diagnostics =
                if mode(&request.prior) == "guarded" { guarded.into() } else { Diagnostics::new() };
            return PlanResponse { diagnostics, ..PlanResponse::default() };
        }
        PlanResponse {
            planned: request.proposed,
            requires_replace: Vec::from([Path::of("ports").key("http"), Path::of("name").index(1)]),
            private: [request.private, b"+plan".to_vec()].concat(),
            diagnostics: Diagnostics::new(),
        }
    }

    async fn apply(&self, _: &str, request: ApplyRequest) -> ApplyResponse {
        let ApplyRequest { planned: mut state, private, .. } = request;
        let mut diagnostics = Diagnostics::new();
        match mode(&state) {
            "panic" => panic!("{PANIC}"),
            "partial" => diagnostics.push(Diagnostic::error("Half done")),
            "misfit" => state = Value::Bool(true),
            "slow" => {
                self.stopped.cancelled().await;
                diagnostics.push(Diagnostic::error("Stopped"));
            }
            _ if state.is_null() => {}
            _ => state.set_attribute("id", Value::String("1".to_owned())),
        }
        ApplyResponse { state, private: [private, b"+apply".to_vec()].concat(), diagnostics }
    }

    async fn read(&self, _: &str, request: ReadRequest) -> ReadResponse {
        let ReadRequest { state, private } = request;
        match mode(&state) {
            "gone" => ReadResponse::default(),
            "unreachable" => ReadResponse {
                diagnostics: Diagnostic::error("Unreachable").into(),
                ..ReadResponse::default()
            },
            _ => ReadResponse { state, private, diagnostics: Diagnostics::new() },
        }
    }

    async fn import(&self, _: &str, id: &str) -> ImportResponse {
        if id == "missing" {
            return ImportResponse {
                diagnostics: Diagnostic::error("Missing").into(),
                ..ImportResponse::default()
            };
        }
        ImportResponse { state: existing(id), private: b"import".to_vec(), diagnostics: Diagnostics::new() }
    }

    async fn read_data_source(&self, _: &str, config: Value) -> (Value, Diagnostics) {
        (existing(mode(&config)), Diagnostics::new())
    }

    async fn validate_ephemeral(&self, _: &str, config: Value) -> Diagnostics {
        token::validate(&config)
    }

    async fn open_ephemeral(&self, _: &str, config: Value) -> OpenResponse {
        token::open(&config)
    }

    async fn renew_ephemeral(&self, _: &str, private: Vec<u8>) -> RenewResponse {
        token::renew(&private)
    }

    async fn close_ephemeral(&self, _: &str, private: Vec<u8>) -> Diagnostics {
        token::close(&private)
    }

    async fn call_function(&self, _: &str, arguments: Vec<Value>) -> Result<Value, FunctionError> {
        join::call(&arguments)
    }

    async fn stop(&self) {
        self.stopped.cancel();
    }
}

/// A server with one connection in memory.
pub(crate) struct Running {
    pub(crate) channel: Channel,
    pub(crate) ending: Ending,
    pub(crate) served: JoinHandle<Result<(), Error>>,
}

impl Running {
    pub(crate) async fn start() -> Self {
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        let ending = Ending::default();
        let incoming = futures::stream::iter([io::Result::Ok(Connection::new(theirs, Live::default()))]);
        // As a listener, it stays open after the first connection.
        let incoming = futures::StreamExt::chain(incoming, futures::stream::pending());
        let served = tokio::spawn({
            let ending = ending.clone();
            async move { serve(provider(), incoming, &ending).await }
        });
        Self { channel: channel(ours).await, ending, served }
    }

    pub(crate) fn provider(&self) -> ProviderClient<Channel> {
        ProviderClient::new(self.channel.clone())
            .max_decoding_message_size(LARGEST)
            .max_encoding_message_size(LARGEST)
    }
}

async fn channel(carrier: DuplexStream) -> Channel {
    let mut carrier = Some(carrier);
    let connector = tower::service_fn(move |_| {
        let carrier = carrier.take().map(TokioIo::new).ok_or_else(|| io::Error::other("connected twice"));
        async move { carrier }
    });
    Endpoint::from_static("http://localhost").connect_with_connector(connector).await.unwrap()
}
