//! What the API server refuses, and what breaks on the way to it, in the words of the port. The server's own message is
//! kept: it is what the user has to act on.

use std::error::Error;
use std::io;
use std::time::Duration;

use acme_children::{Cause, ChildId, CloudError, Habit, Place};
use serde_json::Value;

use super::auth::NoToken;
use super::reason::{credentials_error, of_credentials};
use crate::text::{Said, brief, flatten};

/// Why a call has no answer, or a bad one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The server answered with an error.
    Answer(Answer),
    /// No answer came.
    Broken(Broken, String),
    /// There is no token to call with.
    NoToken(String),
    /// The answer is not what the API promises.
    Malformed(String),
}

/// A `Status` of the API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) code: u16,
    /// `reason`, e.g. `NotFound`.
    pub(crate) reason: String,
    /// `message`.
    pub(crate) message: String,
    /// `details.kind`: the resource that it is about.
    pub(crate) about: String,
    /// `details.causes[].reason`.
    pub(crate) causes: Vec<String>,
    /// When the server wants to be asked again.
    pub(crate) retry_after: Option<Duration>,
}

/// How a connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// It was made, and broke.
    Reset,
    /// It was not made.
    Refused,
    /// It will not do better next time: nobody answers in time, or the certificate is not trusted.
    Final,
}

impl Failure {
    /// Whether the object, or what it is in, does not exist.
    pub(crate) fn is_not_found(&self) -> bool {
        self.code() == Some(404)
    }

    /// The HTTP status.
    pub(crate) fn code(&self) -> Option<u16> {
        match self {
            Self::Answer(answer) => Some(answer.code),
            Self::Broken(..) | Self::NoToken(_) | Self::Malformed(_) => None,
        }
    }

    /// What the client library reports when there is no answer.
    pub(crate) fn of(error: &kube::Error) -> Self {
        if let kube::Error::Service(source) = error
            && let Some(NoToken(text)) = source.downcast_ref()
        {
            return Self::NoToken(text.clone());
        }
        if let kube::Error::Api(status) = error {
            return Self::Answer(Answer {
                code: status.code,
                reason: status.reason.clone(),
                message: brief(&status.message, 1000),
                ..Answer::default()
            });
        }
        let inner: &(dyn Error + 'static) = match error {
            kube::Error::Service(source) => source.as_ref(),
            other => other,
        };
        if let Some(error) = credentials_error(inner) {
            return Self::NoToken(of_credentials(error));
        }
        Self::Broken(manner(inner), brief(&flatten(inner), 300))
    }
}

impl Answer {
    /// Reads a body that came with an error status. Not every one is a `Status`: proxies answer in HTML.
    pub(crate) fn read(code: u16, body: &[u8], retry_after: Option<Duration>) -> Self {
        let text = String::from_utf8_lossy(body);
        let status: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if status["kind"] != "Status" {
            let message = match brief(&text, 300) {
                text if text.is_empty() => format!("HTTP status {code}"),
                text => format!("HTTP status {code}: {text}"),
            };
            return Self { code, message, retry_after, ..Self::default() };
        }
        let field = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let details = &status["details"];
        let causes = details["causes"].as_array().into_iter().flatten().map(|cause| field(&cause["reason"]));
        let message = field(&status["message"]);
        // The server calls it its own fault when a manifest does not fit the schema.
        let code =
            if code == 500 && message.contains("failed to create typed patch object") { 422 } else { code };
        let seconds = details["retryAfterSeconds"].as_u64().filter(|seconds| *seconds > 0);
        Self {
            code,
            reason: field(&status["reason"]),
            message: brief(&message, 1000),
            about: field(&details["kind"]),
            causes: causes.collect(),
            retry_after: retry_after.or(seconds.map(Duration::from_secs)),
        }
    }

    /// Whether authorization refused it; quotas and admission use the same HTTP status.
    fn is_about_rights(&self) -> bool {
        self.code == 403 && self.message.contains("User \"") && self.message.contains(" cannot ")
    }

    /// Whether the answer to a dry run is about the asking, not about the object.
    fn tells_nothing(&self) -> bool {
        const TEXTS: [&str; 2] = ["does not support dry run", "status unknown for quota"];
        self.code == 409 || TEXTS.iter().any(|text| self.message.contains(text))
    }

    /// Whether the namespace is being deleted.
    fn is_of_going_namespace(&self) -> bool {
        self.causes.iter().any(|reason| reason == "NamespaceTerminating")
    }

    /// The server has no word of its own for it.
    fn is_about_quota(&self) -> bool {
        self.message.contains("exceeded quota")
    }

    fn is_anonymous(&self) -> bool {
        self.is_about_rights() && self.message.contains("\"system:anonymous\"")
    }
}

fn manner(error: &(dyn Error + 'static)) -> Broken {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return Broken::Final;
        }
        let io = error.downcast_ref::<io::Error>();
        match io.map(io::Error::kind) {
            Some(io::ErrorKind::TimedOut | io::ErrorKind::InvalidData) => return Broken::Final,
            Some(io::ErrorKind::ConnectionRefused) => return Broken::Refused,
            Some(
                io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof,
            ) => {
                return Broken::Reset;
            }
            _ => {}
        }
        // The source of an I/O error is that of the error in it, which would be passed over.
        let inner = io.and_then(io::Error::get_ref).map(|inner| inner as &(dyn Error + 'static));
        next = inner.or(error.source());
    }
    if flatten(error).contains("(Connect)") { Broken::Refused } else { Broken::Reset }
}

/// What was tried, for messages.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    /// The server's address.
    pub(crate) endpoint: &'a str,
    /// What was tried.
    pub(crate) verb: Verb,
    /// Where.
    pub(crate) place: &'a Place,
    /// With what.
    pub(crate) target: Target<'a>,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Reads one object or several.
    Read,
    /// Follows an object.
    Watch,
    /// Creates or changes one.
    Apply,
    /// Asks whether one could be created or changed.
    Check,
    /// Deletes one.
    Delete,
}

/// What a call is about.
#[derive(Clone, Copy)]
pub(crate) enum Target<'a> {
    /// One child.
    Child(&'a ChildId),
    /// All objects of a resource, by its plural.
    All(&'a str),
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Watch => "watch",
            Self::Apply => "apply",
            Self::Check => "check",
            Self::Delete => "delete",
        }
    }
}

/// A failure in the words of the port.
pub(crate) fn explain(failure: &Failure, attempt: Attempt<'_>) -> CloudError {
    let endpoint = attempt.endpoint.to_owned();
    let object = match attempt.target {
        Target::Child(id) => format!("{id} in namespace `{}`", attempt.place.namespace),
        Target::All(plural) => format!("{plural} in namespace `{}`", attempt.place.namespace),
    };
    let verb = attempt.verb.name();
    match failure {
        Failure::Answer(answer) => answered(answer, attempt, object),
        Failure::Broken(_, text) => CloudError::Unreachable { endpoint, source: Said::boxed(text) },
        Failure::NoToken(text) => CloudError::Unauthorized { endpoint, source: Said::boxed(text) },
        Failure::Malformed(text) => CloudError::Other { verb, object, source: Said::boxed(text) },
    }
}

fn answered(answer: &Answer, attempt: Attempt<'_>, object: String) -> CloudError {
    let source = Said::boxed(if answer.message.is_empty() { &answer.reason } else { &answer.message });
    let verb = attempt.verb.name();
    let is_write = match attempt.verb {
        Verb::Apply | Verb::Check | Verb::Delete => true,
        Verb::Read | Verb::Watch => false,
    };
    match (answer.code, attempt.target) {
        (401, _) => CloudError::Unauthorized { endpoint: attempt.endpoint.to_owned(), source },
        (404, _) if answer.about == "namespaces" => {
            CloudError::NamespaceNotFound(attempt.place.namespace.clone())
        }
        // As if it did not exist: it will not, when this is applied.
        _ if attempt.verb == Verb::Check && answer.is_of_going_namespace() => {
            CloudError::NamespaceNotFound(attempt.place.namespace.clone())
        }
        _ if attempt.verb == Verb::Check && answer.tells_nothing() => {
            CloudError::Other { verb, object, source }
        }
        // Who applies one knew that the cluster has this kind, or was told so.
        (404, Target::Child(id)) if attempt.verb == Verb::Apply && id.kind.has(Habit::Custom) => {
            CloudError::Refused { id: id.clone(), source: unknown_kind(id) }
        }
        _ if answer.is_anonymous() => {
            CloudError::Unauthorized { endpoint: attempt.endpoint.to_owned(), source }
        }
        _ if answer.is_about_rights() => CloudError::Forbidden { verb, object, source },
        (403, Target::Child(id)) if is_write && answer.is_about_quota() => {
            CloudError::OverQuota { id: id.clone(), source }
        }
        (400 | 403 | 409 | 413 | 415 | 422, Target::Child(id)) if is_write => {
            CloudError::Refused { id: id.clone(), source }
        }
        (403, _) => CloudError::Forbidden { verb, object, source },
        _ => CloudError::Other { verb, object, source },
    }
}

fn unknown_kind(id: &ChildId) -> Cause {
    Said::boxed(format!("the cluster does not know {} ({})", id.kind.name(), id.kind.api_version()))
}

#[cfg(test)]
mod tests;
