//! `cargo demo`: the reference system applied for real, step by step, with times. Uses the sandbox as any user would: through
//! its library and its environment. Works on a copy, so that the checkout stays as it is.

use lexopt::prelude::{Long, Short};
use sandbox::{Options, Progress, Running, clients, clients::WorkingDirectory};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{ExitCode, Output},
    thread,
    time::{Duration, Instant},
};

const USAGE: &str = "\
Applies terraform/environments/local to a local Kubernetes, changes it and takes it away again.

usage: cargo demo [OPTION...]

  --keep      leave everything running, and say how to look around
  --dir DIR   where the sandbox lives
";

const MODULE: &str = "terraform/modules/product";
/// What clients draw around their errors.
const FRAME: [char; 3] = ['│', '╷', '╵'];
const ENVIRONMENT: &str = "terraform/environments/local";
const OURS: &str = "--selector=app.kubernetes.io/managed-by=terraform-provider-acme";
const KINDS: &str = "deployments,services,ingresses,horizontalpodautoscalers,poddisruptionbudgets,networkpolicies,\
                     serviceaccounts,configmaps,secrets,jobs";

/// What the user chose.
struct Choice {
    keep: bool,
    dir: PathBuf,
}

/// A demo whose sandbox is up.
struct Demo {
    running: Running,
    environment: WorkingDirectory,
}

fn main() -> ExitCode {
    let choice = match parse() {
        Ok(Some(choice)) => choice,
        Ok(None) => {
            say(USAGE);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            say(&format!("demo: {problem}\n\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    let begun = Instant::now();
    let told = run(&choice);
    let ended = match &told {
        Ok(client) if choice.keep => {
            look_around(&choice.dir, client);
            Ok(())
        }
        Ok(_) => down(&choice.dir),
        Err(problem) => {
            say(&format!("\ndemo: {problem}"));
            down(&choice.dir)
        }
    };
    if let Err(problem) = &ended {
        say(&format!("demo: {problem}"));
    }
    if told.is_err() || ended.is_err() {
        return ExitCode::FAILURE;
    }
    say(&format!("\nall of it took {:.1} s", begun.elapsed().as_secs_f64()));
    ExitCode::SUCCESS
}

fn parse() -> Result<Option<Choice>, lexopt::Error> {
    // Beside the user's own sandbox, so that the demo never takes that one down.
    let mut choice = Choice { keep: false, dir: Options::default().dir.with_file_name("demo") };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("keep") => choice.keep = true,
            Long("dir") => choice.dir = PathBuf::from(parser.value()?),
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(choice))
}

/// The demo from end to end; the name of the client that it ran on.
fn run(choice: &Choice) -> Result<String, String> {
    let demo = up(choice)?;
    stage("build the provider", || sandbox::build_provider().map_err(|error| error.chain()))?;
    let name = demo.environment.client();
    stage(&format!("{name} init and apply: ui and api"), || {
        demo.client(&["init"])?;
        demo.client(&["apply", "-auto-approve"])
    })?;
    stage("what runs now", || demo.show())?;
    stage("a second plan", || demo.plan_is_empty("1.4.2"))?;
    stage("roll out api 1.4.3", || {
        demo.client(&["apply", "-auto-approve", "-var", "api_tag=1.4.3"])?;
        demo.expect_image("acme/api:1.4.3")?;
        demo.plan_is_empty("1.4.3")
    })?;
    stage("an image that does not exist: told, and undone", || {
        demo.client_fails(&["apply", "-auto-approve", "-var", "api_tag=fail-image-pull"], "rolled back")?;
        demo.expect_image("acme/api:1.4.3")?;
        demo.plan_is_empty("1.4.3")
    })?;
    if choice.keep {
        return Ok(name);
    }
    stage("destroy", || {
        demo.client(&["destroy", "-auto-approve"])?;
        demo.nothing_is_left()
    })?;
    Ok(name)
}

/// Says what begins, does it, and says how long it took.
fn stage(name: &str, work: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    say(&format!("\n== {name}"));
    let begun = Instant::now();
    work().map_err(|problem| format!("{name}: {problem}"))?;
    say(&format!("{:>7.1} s {name}", begun.elapsed().as_secs_f64()));
    Ok(())
}

fn up(choice: &Choice) -> Result<Demo, String> {
    say("== the sandbox: a real Kubernetes and emulators of AWS");
    let begun = Instant::now();
    let mut options = Options::in_dir(&choice.dir);
    if !choice.keep {
        // However the demo ends, the sandbox goes with it.
        options.while_pid = Some(std::process::id());
    }
    let report = &mut |progress: Progress| say(&progress.to_string());
    let client = clients::any(report).map_err(|error| error.chain())?;
    let running = sandbox::up(&options, report).map_err(|error| error.chain())?;
    let copy = running.dir().join("demo");
    for folder in [MODULE, ENVIRONMENT] {
        copy_files(&checkout().join(folder), &copy.join(folder))
            .map_err(|error| format!("{folder}: {error}"))?;
    }
    say(&format!("{:>7.1} s the sandbox is up", begun.elapsed().as_secs_f64()));
    let environment = WorkingDirectory::new(client, copy.join(ENVIRONMENT), &running);
    Ok(Demo { environment: environment.map_err(|error| error.chain())?, running })
}

/// The checkout that this program was built from.
fn checkout() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

fn copy_files(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        if let (Some(name), Some("tf")) = (path.file_name(), path.extension().and_then(|e| e.to_str())) {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

impl Demo {
    /// Runs the client and shows the part of its output that tells what happened.
    fn client(&self, arguments: &[&str]) -> Result<(), String> {
        let output = self.output(arguments)?;
        let text = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            say(&text);
            say(&String::from_utf8_lossy(&output.stderr));
            return Err(format!("{} ended with {}", arguments.join(" "), output.status));
        }
        for line in text.lines().filter(|line| tells_what_happened(line)) {
            say(&format!("    {line}"));
        }
        Ok(())
    }

    /// Runs the client, which must fail and say this, and shows its error.
    fn client_fails(&self, arguments: &[&str], saying: &str) -> Result<(), String> {
        let output = self.output(arguments)?;
        let said = String::from_utf8_lossy(&output.stderr);
        if output.status.success() || !said.contains(saying) {
            return Err(format!("{} ended with {} and said:\n{said}", arguments.join(" "), output.status));
        }
        for line in said.lines().filter(|line| !line.trim_matches(FRAME).trim().is_empty()) {
            say(&format!("    {line}"));
        }
        Ok(())
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, String> {
        say(&format!("  $ {} {}", self.environment.client(), arguments.join(" ")));
        self.environment.output(arguments).map_err(|error| error.chain())
    }

    fn plan_is_empty(&self, api_tag: &str) -> Result<(), String> {
        let output = self.output(&["plan", "-detailed-exitcode", "-var", &format!("api_tag={api_tag}")])?;
        let text = String::from_utf8_lossy(&output.stdout);
        match output.status.code() {
            Some(0) => {
                say("    No changes.");
                Ok(())
            }
            Some(2) => Err(format!("the plan is not empty:\n{text}")),
            _ => Err(format!("plan failed:\n{text}{}", String::from_utf8_lossy(&output.stderr))),
        }
    }

    fn kubectl(&self, arguments: &[&str]) -> Result<String, String> {
        self.running.ask_kubectl(arguments).map_err(|error| error.chain())
    }

    fn show(&self) -> Result<(), String> {
        for kinds in [
            "deployments,pods",
            "services,ingresses,horizontalpodautoscalers",
            "poddisruptionbudgets,networkpolicies",
        ] {
            say(&format!("  $ cargo sandbox kubectl get {kinds} --namespace product"));
            for line in self.kubectl(&["get", kinds, "--namespace", "product"])?.lines() {
                say(&format!("    {line}"));
            }
        }
        Ok(())
    }

    fn expect_image(&self, image: &str) -> Result<(), String> {
        let path = "--output=jsonpath={.items[*].spec.containers[*].image}";
        let found = self.kubectl(&[
            "get",
            "pods",
            "--namespace",
            "product",
            "--selector=app.kubernetes.io/name=api",
            path,
        ])?;
        if !found.is_empty() && found.split(' ').all(|found| found == image) {
            say(&format!("    every pod of api runs {image}"));
            return Ok(());
        }
        Err(format!("the pods of api run `{found}`, not {image}"))
    }

    /// The namespace goes in the background: it may take a moment.
    fn nothing_is_left(&self) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let objects = self.kubectl(&["get", KINDS, "--all-namespaces", OURS, "--output=name"])?;
            let namespace =
                self.kubectl(&["get", "namespace", "product", "--ignore-not-found", "--output=name"])?;
            if objects.is_empty() && namespace.is_empty() {
                say("    nothing of it is left in the cluster");
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(format!("still there: {objects} {namespace}"));
            }
            thread::sleep(Duration::from_millis(200));
        }
    }
}

/// The lines between plan and outputs; what is planned in detail is for the user's own runs.
fn tells_what_happened(line: &str) -> bool {
    let happened = [": Creation complete", ": Modifications complete", ": Destruction complete"];
    let begins = ["Plan:", "Apply complete!", "Destroy complete!", "No changes.", "api ", "ui "];
    happened.iter().any(|word| line.contains(word))
        || begins.iter().any(|word| line.trim_start().starts_with(word))
        || line.contains("successfully initialized")
}

fn look_around(dir: &Path, client: &str) {
    let dir = dir.display();
    say(&format!(
        "
everything is left running. To look around:

  cargo sandbox --dir {dir} kubectl get all --namespace product
  eval \"$(cargo sandbox --dir {dir} env)\"
  cd {dir}/demo/{ENVIRONMENT}
  {client} plan -var api_tag=1.4.3

and when you have seen enough:

  cargo sandbox --dir {dir} down"
    ));
}

fn down(dir: &Path) -> Result<(), String> {
    say("\n== down");
    sandbox::down(dir, &mut |progress| say(&progress.to_string())).map(drop).map_err(|error| error.chain())
}

/// A closed terminal is no reason to fail.
fn say(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}
