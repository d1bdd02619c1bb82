//! One end-to-end test: a client, a folder with a configuration, a namespace of its own, and the run's one sandbox.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use sandbox::{Options, Running};
use serde_json::Value;
use tempfile::TempDir;

use super::clients::{Client, say};
use super::outcome::Outcome;

/// A test in progress.
pub(super) struct Case<'a> {
    pub(super) client: &'a Client,
    pub(super) namespace: String,
    folder: TempDir,
    extra: Vec<(String, Option<String>)>,
}

/// The provider on the cluster that the sandbox's EKS has by this name.
pub(super) const ON_EKS: &str = r#"provider "acme" { cluster = "production" }"#;

const REQUIRED: &str = r#"terraform {
  required_providers { acme = { source = "acme/acme" } }
}
"#;

/// The sandbox of this run; it goes when the test process ends.
pub(super) fn sandbox() -> &'static Running {
    static SANDBOX: LazyLock<Result<Running, String>> = LazyLock::new(|| {
        // Below Cargo's own folder for tests, by process: two runs at once do not meet.
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sandbox-{}", std::process::id()));
        let mut options = Options::in_dir(dir);
        options.provider = provider().map_err(|error| format!("the provider cannot be copied: {error}"))?;
        options.while_pid = Some(std::process::id());
        sandbox::up(&options, &mut |progress| say(&progress.to_string())).map_err(|error| error.chain())
    });
    SANDBOX.as_ref().unwrap_or_else(|error| panic!("the sandbox did not come up: {error}"))
}

/// A copy of the binary: Cargo takes its own away for a moment when something is built while the tests run.
fn provider() -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("provider");
    fs::create_dir_all(&folder)?;
    let copy = folder.join("terraform-provider-acme");
    let new = folder.join(format!("new-{}", std::process::id()));
    fs::copy(env!("CARGO_BIN_EXE_terraform-provider-acme"), &new)?;
    fs::rename(&new, &copy)?;
    Ok(copy)
}

impl<'a> Case<'a> {
    /// A test whose namespace is there already.
    pub(super) fn new(client: &'a Client, name: &str) -> Self {
        let namespace = format!("{}-{}", name.replace('_', "-"), client.name);
        let folder = tempfile::Builder::new().prefix("acme-").tempdir().expect("a folder");
        Self { client, namespace, folder, extra: Vec::new() }
    }

    /// Makes the namespace, as a platform team would have.
    pub(super) fn with_namespace(&self) -> &Self {
        self.kubectl(&["create", "namespace", &self.namespace]);
        self
    }

    /// The same test with other environment variables; `None` takes one away.
    pub(super) fn with_env(&self, variables: &[(&str, Option<&str>)]) -> Case<'a> {
        let mut extra = self.extra.clone();
        extra.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), value.map(str::to_owned))));
        let folder = tempfile::Builder::new().prefix("acme-").tempdir().expect("a folder");
        for entry in fs::read_dir(self.dir()).expect("the folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
            }
        }
        Case { client: self.client, namespace: self.namespace.clone(), folder, extra }
    }

    pub(super) fn dir(&self) -> &Path {
        self.folder.path()
    }

    /// Writes the whole configuration: the requirement, a provider block and the rest.
    pub(super) fn write(&self, provider: &str, hcl: &str) -> &Self {
        let hcl = hcl.replace("NAMESPACE", &self.namespace);
        fs::write(self.dir().join("main.tf"), format!("{REQUIRED}{provider}\n{hcl}\n")).expect("main.tf");
        self
    }

    /// Writes a configuration with one service `api` in the test's namespace, on the EKS cluster.
    pub(super) fn service(&self, attributes: &str) -> &Self {
        self.write(ON_EKS, &service(attributes))
    }

    pub(super) fn apply(&self) -> Outcome {
        self.run(&["apply", "-auto-approve"])
    }

    pub(super) fn destroy(&self) -> Outcome {
        self.run(&["destroy", "-auto-approve"])
    }

    /// 0: nothing to change; 2: something.
    pub(super) fn plan(&self) -> Outcome {
        self.run(&["plan", "-detailed-exitcode"])
    }

    #[track_caller]
    pub(super) fn plan_is_empty(&self) {
        self.plan().ok().says(&["No changes"]);
    }

    /// Runs the client to its end.
    pub(super) fn run(&self, arguments: &[&str]) -> Outcome {
        let begun = Instant::now();
        let output = self.command(arguments).output().expect("the client starts");
        Outcome::new(format!("{} {}", self.client.name, arguments.join(" ")), &output, begun.elapsed())
    }

    /// The client with the sandbox's environment, nothing of the user's own and this test's changes.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.client.program);
        command.args(arguments);
        self.within(command)
    }

    /// Runs a line of a shell, in the place and with the environment of the client.
    pub(super) fn shell(&self, line: &str) -> Outcome {
        let begun = Instant::now();
        let mut command = Command::new("sh");
        command.args(["-c", line]);
        let output = self.within(command).output().expect("the shell starts");
        Outcome::new(line.to_owned(), &output, begun.elapsed())
    }

    fn within(&self, mut command: Command) -> Command {
        command.current_dir(self.dir()).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy().into_owned();
            let is_setting = ["ACME_", "AWS_", "KUBE", "TF_"].iter().any(|prefix| name.starts_with(prefix));
            if is_setting {
                command.env_remove(name);
            }
        }
        command.envs(sandbox().env().iter().map(|(name, value)| (name, value)));
        command.env("TF_IN_AUTOMATION", "1").env("TF_INPUT", "0").env("CHECKPOINT_DISABLE", "1");
        command.env("TF_CLI_ARGS", "-no-color");
        for (name, value) in &self.extra {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command
    }

    /// The resources that the state records, by address.
    pub(super) fn state(&self) -> Vec<String> {
        let listed = self.run(&["state", "list"]);
        listed.stdout.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// An attribute of the resource `acme_service.api`, as the state records it.
    pub(super) fn recorded(&self, pointer: &str) -> Value {
        let shown = self.run(&["show", "-json"]).ok();
        let state: Value = serde_json::from_str(&shown.stdout).expect("JSON");
        let resources = state["values"]["root_module"]["resources"].as_array().cloned().unwrap_or_default();
        let api = resources.iter().find(|resource| resource["address"] == "acme_service.api");
        api.and_then(|resource| resource["values"].pointer(pointer)).cloned().unwrap_or(Value::Null)
    }

    /// Runs kubectl as the administrator; what it printed.
    #[track_caller]
    pub(super) fn kubectl(&self, arguments: &[&str]) -> String {
        let output = sandbox().kubectl().args(arguments).output().expect("kubectl starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "kubectl {} said: {said}", arguments.join(" "));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// kubectl in the test's namespace.
    #[track_caller]
    pub(super) fn kubectl_here(&self, arguments: &[&str]) -> String {
        self.kubectl(&[&["--namespace", &self.namespace], arguments].concat())
    }

    /// Every object of ours in the test's namespace, as `kind.group/name`.
    pub(super) fn objects(&self) -> Vec<String> {
        let kinds = "deployments,services,horizontalpodautoscalers,poddisruptionbudgets,networkpolicies,\
                     serviceaccounts,configmaps,secrets,jobs,ingresses,pods";
        let listed = self.kubectl_here(&[
            "get",
            kinds,
            "--selector=app.kubernetes.io/managed-by=terraform-provider-acme",
            "--output=name",
            "--ignore-not-found",
        ]);
        listed.lines().map(str::to_owned).collect()
    }

    /// Waits until something in the cluster is so: what controllers do takes a moment.
    #[track_caller]
    pub(super) fn eventually(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !is_so(self) {
            assert!(Instant::now() < deadline, "not within a minute: {what}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// A service `api` in the test's namespace with these attributes beside its name.
pub(super) fn service(attributes: &str) -> String {
    format!(
        "resource \"acme_service\" \"api\" {{\n  name = \"api\"\n  namespace = \"NAMESPACE\"\n{attributes}\n}}\n"
    )
}
