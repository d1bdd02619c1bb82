//! The log: JSON lines on standard error in the form that a client of this handshake reads and shows as its own.
//! Off unless the user asks; then nothing is formatted. Libraries are heard from `warn` on: below, some of them print
//! request bodies, and no secret may reach a log.

mod line;

use std::{
    fmt,
    io::Write,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
    util::SubscriberInitExt,
};

use line::Line;

/// The rooms of this program all have names that begin so.
const OURS: &str = "acme";

/// The variables that set the level, the most specific first. The first that is set wins.
const VARIABLES: [&str; 3] = ["TF_LOG_PROVIDER_ACME", "TF_LOG_PROVIDER", "TF_LOG"];

/// The level that the environment asks for, else `unset`.
pub(crate) fn level(variable: impl Fn(&str) -> Option<String>, unset: LevelFilter) -> LevelFilter {
    let asked = VARIABLES.into_iter().filter_map(variable).find(|value| !value.is_empty());
    match asked.map(|value| value.to_ascii_lowercase()).as_deref() {
        None => unset,
        Some("off") => LevelFilter::OFF,
        Some("error") => LevelFilter::ERROR,
        Some("warn") => LevelFilter::WARN,
        Some("info") => LevelFilter::INFO,
        Some("debug") => LevelFilter::DEBUG,
        // As the clients do: `json` and anything they do not know mean everything.
        Some(_) => LevelFilter::TRACE,
    }
}

/// Starts logging at `level` for the rest of the process. Has no effect where a subscriber is set already.
pub(crate) fn start(level: LevelFilter) {
    if level == LevelFilter::OFF {
        return;
    }
    let lines = Lines::new(Arc::new(to_stderr)).with_filter(targets(level));
    // Fails only where a test has set a subscriber of its own.
    let _ = tracing_subscriber::registry().with(lines).try_init();
}

fn targets(level: LevelFilter) -> Targets {
    Targets::new().with_default(level.min(LevelFilter::WARN)).with_target(OURS, level)
}

fn to_stderr(line: &str) {
    // There is nowhere to report that standard error is gone.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// Writes each event as one line, with the fields of the spans around it.
pub(crate) struct Lines {
    write: Arc<dyn Fn(&str) + Send + Sync>,
}

impl Lines {
    /// `write` takes a whole line, its end included.
    pub(crate) fn new(write: Arc<dyn Fn(&str) + Send + Sync>) -> Self {
        Self { write }
    }
}

/// A field's value as JSON; kept with a span until an event inside it is written.
#[derive(Default)]
struct Fields {
    message: String,
    others: Vec<(&'static str, serde_json::Value)>,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &span::Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let metadata = event.metadata();
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut line = Line::new(*metadata.level(), &fields.message, metadata.target(), since);
        for (name, value) in &fields.others {
            line.field(name, value);
        }
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(fields) = span.extensions().get::<Fields>() {
                for (name, value) in &fields.others {
                    line.field(name, value);
                }
            }
        }
        (self.write)(&line.end());
    }
}

impl Fields {
    fn set(&mut self, field: &Field, value: impl Into<serde_json::Value>) {
        let value = value.into();
        match (field.name(), value) {
            ("message", serde_json::Value::String(text)) => self.message = text,
            (name, value) => self.others.push((name, value)),
        }
    }
}

impl Visit for Fields {
    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.set(field, format!("{value:?}"));
    }
}

#[cfg(test)]
mod tests;
