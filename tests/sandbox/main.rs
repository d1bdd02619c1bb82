//! The command line of the sandbox: arguments in, a library call, lines out. Progress goes to standard error, so that the
//! output of `env` can be evaluated by a shell.

use lexopt::prelude::{Long, Short, Value};
use sandbox::{Error, Nodes, Options, Progress};
use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

const USAGE: &str = "\
The local AWS and Kubernetes of terraform-provider-acme.

usage: cargo sandbox COMMAND [OPTION...]

  up        bring it up (or find it up) and return when everything answers
  down      take it down; nothing is left behind
  status    say how it is; exits 1 unless it is up and well
  env       print the environment that leads to it: eval \"$(cargo sandbox env)\"
  kubectl   run the built-in kubectl against it: cargo sandbox kubectl get pods

  --dir DIR        where it lives (several may run at once, each in a folder of its own)
  --node real      up: a real node instead of three simulated ones (Linux, root)
  --provider PATH  up: the provider's executable (default: target/debug/terraform-provider-acme)
  --while-pid PID  up: take it down when this process ends
";

enum Command {
    Up,
    Down,
    Status,
    Env,
    Kubectl(Vec<std::ffi::OsString>),
    Serve,
    Keep,
    Help,
}

fn parse() -> Result<(Command, Options), lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    let mut options = Options::default();
    let mut command = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("dir") => options.dir = absolute(parser.value()?)?,
            Long("node") => {
                options.nodes = match parser.value()?.to_str() {
                    Some("real") => Nodes::Real,
                    Some("simulated") => Nodes::Simulated,
                    _ => return Err("--node is real or simulated".into()),
                };
            }
            Long("provider") => options.provider = absolute(parser.value()?)?,
            Long("while-pid") => {
                let pid = parser.value()?;
                let pid = pid.to_str().and_then(|pid| pid.parse().ok());
                options.while_pid = Some(pid.ok_or("--while-pid takes a process id")?);
            }
            Long("help") | Short('h') => command = Some(Command::Help),
            Value(word) if command.is_none() => {
                command = Some(match word.to_str() {
                    Some("up") => Command::Up,
                    Some("down") => Command::Down,
                    Some("status") => Command::Status,
                    Some("env") => Command::Env,
                    Some("kubectl") => Command::Kubectl(parser.raw_args()?.collect()),
                    Some("serve") => Command::Serve,
                    Some("keep") => Command::Keep,
                    Some("help") => Command::Help,
                    _ => return Err(format!("there is no command {}", word.display()).into()),
                });
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok((command.unwrap_or(Command::Help), options))
}

fn absolute(path: std::ffi::OsString) -> Result<PathBuf, lexopt::Error> {
    std::path::absolute(PathBuf::from(path)).map_err(|error| error.to_string().into())
}

fn main() -> ExitCode {
    match parse() {
        Ok((command, options)) => run(&command, &options).unwrap_or_else(|problem| {
            say(&format!("sandbox: {problem}"));
            ExitCode::FAILURE
        }),
        Err(problem) => {
            say(&format!("sandbox: {problem}\n\n{USAGE}"));
            ExitCode::from(2)
        }
    }
}

/// A closed terminal is no reason to fail.
fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", line.trim_end());
}

fn run(command: &Command, options: &Options) -> Result<ExitCode, String> {
    let told = |error: Error| error.chain();
    let mut report = |progress: Progress| say(&progress.to_string());
    match command {
        Command::Up => {
            let begun = std::time::Instant::now();
            let running = sandbox::up(options, &mut report).map_err(told)?;
            say(&format!("{:>7.1} s up in {}", begun.elapsed().as_secs_f64(), running.dir().display()));
        }
        Command::Down => {
            if !sandbox::down(&options.dir, &mut report).map_err(told)? {
                say(&format!("there is no sandbox in {}", options.dir.display()));
            }
        }
        Command::Status => return status(options).map_err(told),
        Command::Env => {
            let running = running(options)?;
            let lines: String = running
                .env()
                .iter()
                .map(|(name, value)| format!("export {name}={}\n", quoted(value)))
                .collect();
            io::stdout().lock().write_all(lines.as_bytes()).map_err(|error| error.to_string())?;
        }
        Command::Kubectl(arguments) => {
            let status =
                running(options)?.kubectl().args(arguments).status().map_err(|error| error.to_string())?;
            return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::Serve => sandbox::serve(&options.dir).map_err(told)?,
        Command::Keep => sandbox::keep(&options.dir).map_err(told)?,
        Command::Help => {
            io::stdout().lock().write_all(USAGE.as_bytes()).map_err(|error| error.to_string())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn running(options: &Options) -> Result<sandbox::Running, String> {
    let found = sandbox::find(&options.dir).map_err(|error| error.chain())?;
    found.ok_or_else(|| {
        format!("there is no sandbox in {}: run `cargo sandbox up` first", options.dir.display())
    })
}

/// As a POSIX shell reads it back.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if value.chars().all(plain) { value.to_owned() } else { format!("'{}'", value.replace('\'', r"'\''")) }
}

fn status(options: &Options) -> Result<ExitCode, Error> {
    let Some(running) = sandbox::find(&options.dir)? else {
        say(&format!("there is no sandbox in {}", options.dir.display()));
        return Ok(ExitCode::FAILURE);
    };
    let status = running.status();
    let state = status.problem.unwrap_or_else(|| "up and well".to_owned());
    say(&format!("{} ({} nodes): {state}", options.dir.display(), status.nodes.word()));
    for (name, pid, alive) in status.servers {
        say(&format!("  {:<24} {:>8}  {}", name, pid, if alive { "runs" } else { "stopped" }));
    }
    Ok(if status.healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
