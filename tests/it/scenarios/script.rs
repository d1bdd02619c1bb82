//! The form of a scenario: `# remark`, `> command`, `| input of the command`, and then the command's output up to the next
//! empty line. The first command is `> resource TYPE`. Reading and writing a script that is right changes nothing.

use std::fmt;

/// A scenario.
pub(super) struct Script {
    /// The resource type that it is about.
    pub(super) resource: String,
    pub(super) steps: Vec<Step>,
}

/// A command and what came of it.
#[derive(Default)]
pub(super) struct Step {
    remarks: Vec<String>,
    pub(super) command: String,
    pub(super) input: String,
    pub(super) output: String,
}

const FIRST: &str = "resource ";

impl Script {
    pub(super) fn parse(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut remarks = Vec::new();
        for line in text.lines() {
            if let Some(command) = line.strip_prefix("> ") {
                let remarks = std::mem::take(&mut remarks);
                steps.push(Step { remarks, command: command.trim().to_owned(), ..Step::default() });
            } else if line.starts_with('#') {
                remarks.push(line.to_owned());
            } else if let (Some(input), Some(step)) = (line.strip_prefix('|'), steps.last_mut()) {
                step.input.push_str(input.strip_prefix(' ').unwrap_or(input));
                step.input.push('\n');
            }
        }
        assert!(remarks.is_empty(), "a remark stands before a command, not at the end: {remarks:?}");
        let resource = steps.first().and_then(|step| step.command.strip_prefix(FIRST)).map(str::to_owned);
        Self { resource: resource.expect("the first command is `> resource TYPE`"), steps }
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.steps.iter().enumerate() {
            if position > 0 {
                writeln!(f)?;
            }
            for remark in &step.remarks {
                writeln!(f, "{remark}")?;
            }
            writeln!(f, "> {}", step.command)?;
            for line in step.input.lines() {
                writeln!(f, "{}", format!("| {line}").trim_end())?;
            }
            for line in step.output.lines().filter(|line| !line.trim().is_empty()) {
                writeln!(f, "{}", line.trim_end())?;
            }
        }
        Ok(())
    }
}
