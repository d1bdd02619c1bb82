//! The world of one scenario: the provider, the in-memory cloud, the state file and the configuration as they are after
//! the commands so far. Plays Terraform's core towards the provider, its checks included.

use std::fmt::Write;
use std::sync::Arc;

use acme::provider::{Acme, Environment};
use acme_children::fake::Fake;
use acme_children::{ChildId, Cloud, Cluster, Kind, Place};
use acme_plugin::{ApplyRequest, ConfigureRequest, PlanRequest, PlanResponse, Provider, ReadRequest};
use acme_schema::{Schema, Value};
use tokio::runtime::Runtime;

use super::{aws, config, core, faults::Fault, show};

/// Everything that a command can see or change.
pub(super) struct World {
    type_name: String,
    cloud: Arc<Fake>,
    environment: Environment,
    /// The provider block, as HCL.
    block: String,
    config: Value,
    state: Value,
    private: Vec<u8>,
    /// What happens between the last plan and the apply.
    meanwhile: Vec<String>,
    /// The next apply is killed before it changes more than so many things, and nothing of it is recorded.
    killed: Option<u64>,
    runtime: Runtime,
}

/// What a plan starts from.
struct Prior {
    state: Value,
    private: Vec<u8>,
}

impl World {
    pub(super) fn new(type_name: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        Self {
            type_name: type_name.to_owned(),
            cloud: Arc::new(Fake::new()),
            environment: Environment::default(),
            block: String::new(),
            config: Value::Null,
            state: Value::Null,
            private: Vec::new(),
            meanwhile: Vec::new(),
            killed: None,
            runtime,
        }
    }

    /// Runs a command; what came of it, line by line.
    pub(super) fn run(&mut self, command: &str, input: &str) -> String {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        if !input.is_empty() && matches!(verb, "apply" | "plan") {
            self.config = config::read(input, &self.schema());
        }
        match verb {
            "resource" => String::new(),
            "meanwhile" => {
                self.meanwhile.push(rest.to_owned());
                String::new()
            }
            "aws" => aws::run(&self.cloud.aws, rest),
            "kill" => {
                self.killed = Some(rest.parse().expect("`kill CALLS`"));
                String::new()
            }
            "apply" => self.apply(),
            "plan" => self.plan(),
            "destroy" => self.destroy(),
            "import" => self.import(rest),
            "state" => show::value(&self.state),
            "objects" => self.objects(),
            "offline" => {
                self.environment.offline = Some("true".to_owned());
                String::new()
            }
            "online" => {
                self.environment.offline = None;
                String::new()
            }
            "fail" => {
                let Fault { operation, id, error } = Fault::parse(rest, &self.place().namespace);
                self.cloud.fail(operation, id.as_ref(), error);
                String::new()
            }
            "drift" | "vanish" | "foreign" => self.meddle(verb, rest),
            "provider" => {
                input.clone_into(&mut self.block);
                String::new()
            }
            // Secrets Manager: a new version of a secret.
            "secret" => {
                let (arn, text) = rest.split_once(' ').expect("`secret ARN TEXT`");
                self.cloud.put_secret(arn, text);
                String::new()
            }
            "secrets" => self.secrets(rest),
            // The cluster gets a CustomResourceDefinition.
            "serve" => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.name() == rest);
                self.cloud.serve(kind.expect("a kind"));
                String::new()
            }
            other => panic!("`{other}` is no command"),
        }
    }

    /// A provider as every command of Terraform starts one.
    fn provider(&self) -> (Acme, String) {
        let cloud: Arc<dyn Cloud> = self.cloud.clone();
        let acme = Acme::with(self.environment.clone(), Some(cloud));
        let block = config::read(&self.block, &acme.schemas().provider);
        let request = ConfigureRequest { terraform_version: "1.11.4".to_owned(), config: block };
        let said = self.runtime.block_on(acme.configure(request));
        (acme, show::diagnostics(&said))
    }

    fn schema(&self) -> Schema {
        let acme = Acme::with(Environment::default(), None);
        acme.schemas().resources.get(&self.type_name).expect("the scenario's resource").clone()
    }

    /// Refreshes the state and plans the configuration. None: an error was said.
    fn planned(&mut self, config: &Value) -> (String, Option<PlanResponse>) {
        let (acme, mut text) = self.provider();
        if !config.is_null() {
            let said = self.runtime.block_on(acme.validate_resource(&self.type_name, config.clone()));
            text.push_str(&show::diagnostics(&said));
            if said.has_errors() {
                return (text, None);
            }
        }
        if !self.state.is_null() {
            let request = ReadRequest { state: self.state.clone(), private: self.private.clone() };
            let read = self.runtime.block_on(acme.read(&self.type_name, request));
            text.push_str(&show::diagnostics(&read.diagnostics));
            if read.diagnostics.has_errors() {
                return (text, None);
            }
            (self.state, self.private) = (read.state, read.private);
        }
        let prior = Prior { state: self.state.clone(), private: self.private.clone() };
        let plan = self.ask(&acme, &prior, config);
        text.push_str(&show::diagnostics(&plan.diagnostics));
        if plan.diagnostics.has_errors() {
            return (text, None);
        }
        (text, Some(plan))
    }

    /// One call for a plan, and core's checks of the answer.
    fn ask(&self, acme: &Acme, prior: &Prior, config: &Value) -> PlanResponse {
        let schema = self.schema();
        let proposed =
            if config.is_null() { Value::Null } else { core::proposed(&schema, &prior.state, config) };
        let request = PlanRequest {
            prior: prior.state.clone(),
            proposed,
            config: config.clone(),
            private: prior.private.clone(),
        };
        let plan = self.runtime.block_on(acme.plan(&self.type_name, request));
        if !config.is_null() && !plan.diagnostics.has_errors() {
            core::check_plan(&schema, config, &plan.planned);
        }
        plan
    }

    /// Core plans again when it applies: what was known before must be the same.
    fn again(&self, plan: &PlanResponse, config: &Value) -> PlanResponse {
        let (acme, _) = self.provider();
        let prior = Prior { state: self.state.clone(), private: self.private.clone() };
        let last = self.ask(&acme, &prior, config);
        assert!(!last.diagnostics.has_errors(), "the final plan fails: {:?}", last.diagnostics);
        core::check_final(&plan.planned, &last.planned);
        last
    }

    fn plan(&mut self) -> String {
        let before = self.state.clone();
        let config = self.config.clone();
        let (mut text, plan) = self.planned(&config);
        if let Some(plan) = plan {
            text.push_str(&self.describe(&plan));
        }
        // A plan alone records nothing.
        self.state = before;
        text
    }

    fn describe(&self, plan: &PlanResponse) -> String {
        let (prior, planned) = (&self.state, &plan.planned);
        match (prior.is_null(), planned.is_null()) {
            (true, true) => "nothing to do\n".to_owned(),
            (true, false) => format!("create\n{}", show::value(planned)),
            (false, true) => "destroy\n".to_owned(),
            (false, false) if prior == planned => "no changes\n".to_owned(),
            (false, false) if plan.requires_replace.is_empty() => {
                format!("update\n{}", show::changes(prior, planned))
            }
            (false, false) => {
                let paths: Vec<_> = plan.requires_replace.iter().map(ToString::to_string).collect();
                format!("replace, because of {}\n", paths.join(", "))
            }
        }
    }

    fn apply(&mut self) -> String {
        let config = self.config.clone();
        let (mut text, plan) = self.planned(&config);
        let Some(plan) = plan else { return text };
        if plan.planned == self.state {
            text.push_str("no changes\n");
            return text;
        }
        if !self.state.is_null() && !plan.requires_replace.is_empty() {
            text.push_str(&self.describe(&plan));
            text.push_str(&self.replace(&plan, &config));
            return text;
        }
        let verb = if self.state.is_null() { "create\n".to_owned() } else { self.describe(&plan) };
        text.push_str(&verb);
        let last = self.again(&plan, &config);
        text.push_str(&self.make(last, &config));
        text
    }

    /// Core plans a replacement as a create, with what the first plan kept beside; then it destroys, and plans the create
    /// once more.
    fn replace(&mut self, plan: &PlanResponse, config: &Value) -> String {
        let (acme, _) = self.provider();
        let prior = Prior { state: Value::Null, private: plan.private.clone() };
        let create = self.ask(&acme, &prior, config);
        let mut text = self.destroy();
        if self.state.is_null() {
            self.private = Vec::new();
            let last = self.again(&create, config);
            text.push_str("create\n");
            text.push_str(&self.make(last, config));
        }
        text
    }

    fn destroy(&mut self) -> String {
        let (mut text, plan) = self.planned(&Value::Null);
        if let Some(plan) = plan {
            text.push_str(&self.describe(&plan));
            text.push_str(&self.make(plan, &Value::Null));
        }
        text
    }

    /// Applies a plan and records what comes back, whatever was said.
    fn make(&mut self, plan: PlanResponse, config: &Value) -> String {
        if self.state.is_null() && plan.planned.is_null() {
            return String::new();
        }
        for command in std::mem::take(&mut self.meanwhile) {
            self.run(&command, "");
        }
        let (acme, mut text) = self.provider();
        // What the plan looked at is no news.
        self.cloud.calls();
        self.cloud.aws.calls();
        self.cloud.aws.kill_after(self.killed);
        let request = ApplyRequest {
            prior: self.state.clone(),
            planned: plan.planned.clone(),
            config: config.clone(),
            private: plan.private,
        };
        let applied = self.runtime.block_on(acme.apply(&self.type_name, request));
        if !applied.diagnostics.has_errors() {
            core::check_result(&plan.planned, &applied.state);
        }
        for call in self.cloud.calls().into_iter().chain(self.cloud.aws.calls()) {
            let _ = writeln!(text, "  {call}");
        }
        self.cloud.aws.kill_after(None);
        if self.killed.take().is_some() {
            text.push_str("killed\n");
            return text;
        }
        text.push_str(&show::diagnostics(&applied.diagnostics));
        (self.state, self.private) = (applied.state, applied.private);
        if self.state.is_null() {
            self.private = Vec::new();
        }
        text
    }

    fn import(&mut self, id: &str) -> String {
        let (acme, mut text) = self.provider();
        let imported = self.runtime.block_on(acme.import(&self.type_name, id));
        text.push_str(&show::diagnostics(&imported.diagnostics));
        if !imported.diagnostics.has_errors() {
            let request = ReadRequest { state: imported.state, private: imported.private };
            let read = self.runtime.block_on(acme.read(&self.type_name, request));
            text.push_str(&show::diagnostics(&read.diagnostics));
            text.push_str("imported\n");
            (self.state, self.private) = (read.state, read.private);
        }
        text
    }

    /// The secret values that a child was given.
    fn secrets(&self, id: &str) -> String {
        let values = self.cloud.secrets(&self.place(), &id.parse().expect("a child"));
        values.iter().fold(String::new(), |text, (name, value)| text + &format!("{name} = {value:?}\n"))
    }

    fn objects(&self) -> String {
        let objects = self.cloud.inventory();
        if objects.is_empty() { "none\n".to_owned() } else { objects.join("\n") + "\n" }
    }

    /// Somebody else changes, deletes or makes an object.
    fn meddle(&self, verb: &str, rest: &str) -> String {
        let (id, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let id: ChildId = id.parse().expect("a child");
        let json = |text: &str| serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
        match verb {
            "vanish" => self.cloud.forget(&self.place(), &id),
            "foreign" => self.cloud.put(&self.place(), &id, json(rest)),
            _ => {
                let (pointer, value) = rest.split_once(' ').expect("`drift CHILD POINTER VALUE`");
                let is_there = self.cloud.edit(&self.place(), &id, pointer, json(value));
                assert!(is_there, "{id} has no {pointer}: {:#?}", self.cloud.live(&self.place(), &id));
            }
        }
        String::new()
    }

    fn place(&self) -> Place {
        let written = self.config.attribute("namespace").and_then(Value::as_str);
        Place { cluster: Cluster::Configured, namespace: written.unwrap_or("default").to_owned() }
    }
}
