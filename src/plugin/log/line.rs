//! One line of the log: `@level`, `@message`, `@module`, `@timestamp` and the fields beside them, always under the
//! 64 KiB up to which clients read a line.

use std::{fmt::Write, time::Duration};

use serde_json::Value;
use time::OffsetDateTime;
use tracing::Level;

/// The most that a line may have, with room for the four fixed keys and for what cutting adds.
const LINE: usize = 60 * 1024;

/// The most of one text, in bytes. Control characters take six bytes each once written, so a text may still be left
/// out of a full line.
const TEXT: usize = 4 * 1024;

/// A line in the making. Fields that no longer fit are left out and counted.
pub(super) struct Line {
    text: String,
    seen: Vec<String>,
    left_out: u32,
}

impl Line {
    /// `since` counts from the Unix epoch.
    pub(super) fn new(level: Level, message: &str, target: &str, since: Duration) -> Self {
        let module = Value::String(format!("provider.{}", target.replace("::", ".")));
        let message = Value::String(cut(message));
        let text = format!(
            "{{\"@level\":\"{}\",\"@message\":{message},\"@module\":{module},\"@timestamp\":\"{}\"",
            name(level),
            timestamp(since)
        );
        Self { text, seen: Vec::new(), left_out: 0 }
    }

    /// Adds a field. The first of a name wins: an event's own before its spans', an inner span's before an outer's.
    pub(super) fn field(&mut self, name: &str, value: &Value) {
        if self.seen.iter().any(|seen| seen == name) {
            return;
        }
        self.seen.push(name.to_owned());
        let value = match value {
            Value::String(text) => Value::String(cut(text)).to_string(),
            other => other.to_string(),
        };
        if self.text.len() + name.len() + value.len() > LINE {
            self.left_out += 1;
            return;
        }
        // Writing to a string cannot fail.
        let _ = write!(self.text, ",{}:{value}", Value::String(name.to_owned()));
    }

    /// The whole line, its end included.
    pub(super) fn end(mut self) -> String {
        if self.left_out > 0 {
            let _ = write!(self.text, ",\"fields_left_out\":{}", self.left_out);
        }
        self.text.push_str("}\n");
        self.text
    }
}

fn name(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

fn cut(text: &str) -> String {
    if text.len() <= TEXT {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(TEXT);
    format!("{}… ({} bytes)", &text[..end], text.len())
}

/// As `2006-01-02T15:04:05.000000Z`.
fn timestamp(since: Duration) -> String {
    let at = OffsetDateTime::UNIX_EPOCH + since;
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let (hour, minute, second, micro) = (at.hour(), at.minute(), at.second(), at.microsecond());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micro:06}Z")
}
