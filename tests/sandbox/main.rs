//! The command line of the sandbox: arguments in, a library call, lines out. Progress goes to standard error, so that the
//! output of `env` can be evaluated by a shell.

mod arguments;

use arguments::{Arguments, Command, USAGE};
use sandbox::{Error, Options, Progress, zero_downtime};
use std::{
    io::{self, Write},
    process::ExitCode,
};

fn main() -> ExitCode {
    match arguments::parse() {
        Ok(arguments) => run(&arguments).unwrap_or_else(|problem| {
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

fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let options = &arguments.options();
    let told = |error: Error| error.chain();
    let mut report = |progress: Progress| say(&progress.to_string());
    match arguments.command.as_ref().unwrap_or(&Command::Help) {
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
            let lines =
                running.env().iter().map(|(name, value)| format!("export {name}={}\n", quoted(value)));
            print(&lines.collect::<String>())?;
        }
        Command::Kubectl(arguments) => {
            let status =
                running(options)?.kubectl().args(arguments).status().map_err(|error| error.to_string())?;
            return Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Command::ZeroDowntime => return zero_downtime(&arguments.zero_downtime(), &mut report),
        Command::Load(order) => zero_downtime::load(&order.to_string_lossy()).map_err(told)?,
        Command::Serve => sandbox::serve(&options.dir).map_err(told)?,
        Command::Keep => sandbox::keep(&options.dir).map_err(told)?,
        Command::Help => print(USAGE)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<(), String> {
    io::stdout().lock().write_all(text.as_bytes()).map_err(|error| error.to_string())
}

/// The table goes to standard output, everything about it to standard error.
fn zero_downtime(
    choice: &zero_downtime::Choice,
    report: &mut dyn FnMut(Progress),
) -> Result<ExitCode, String> {
    let begun = std::time::Instant::now();
    let outcome = zero_downtime::run(choice, report).map_err(|error| error.chain())?;
    print(&format!("\n{}\n", outcome.table))?;
    for note in &outcome.notes {
        say(note);
    }
    for problem in &outcome.problems {
        say(&format!("FAILED {problem}"));
    }
    if choice.keep {
        say(&format!("everything is left running: cargo sandbox down --dir {}", choice.dir.display()));
    }
    say(&format!("{:>7.1} s all of it", begun.elapsed().as_secs_f64()));
    Ok(if outcome.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
    for note in status.notes {
        say(&format!("  {note}"));
    }
    for (name, pid, alive) in status.servers {
        say(&format!("  {:<24} {:>8}  {}", name, pid, if alive { "runs" } else { "stopped" }));
    }
    Ok(if status.healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
