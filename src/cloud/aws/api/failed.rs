//! Why a call has failed, in a form that those who wait for the same answer can share. What is wrong with the caller
//! (credentials, permission, network) is told apart from what the service refuses. Nothing that was sent is repeated.

use acme_children::CloudError;
use acme_children::aws::AwsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use crate::aws::Failure;
use crate::aws::failure::{classify, refused};
use crate::text::{Said, brief};

/// Codes and statuses of those who do not know a call.
const UNKNOWN_CALL: [&str; 3] = ["InvalidAction", "UnknownOperation", "NotImplemented"];

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// The service refuses.
    Refused {
        /// Its code, without what it ends in.
        code: String,
        /// Its words.
        message: String,
        /// The status of its answer; 0 where that is not known.
        status: u16,
    },
    /// It has not come to that.
    Aws(Failure),
}

/// What was called, for messages.
pub(super) struct About {
    /// The call, e.g. `CreateDBInstance`.
    pub(super) call: &'static str,
    /// What it is about.
    pub(super) object: String,
    /// The address called.
    pub(super) endpoint: String,
}

impl Failed {
    /// Whether the service has refused with one of these codes.
    pub(super) fn is(&self, codes: &[&str]) -> bool {
        matches!(self, Self::Refused { code, .. } if codes.contains(&code.as_str()))
    }

    /// Whether the service has refused with one of these codes and with these words.
    pub(super) fn is_with(&self, codes: &[&str], words: &str) -> bool {
        self.is(codes) && matches!(self, Self::Refused { message, .. } if message.contains(words))
    }

    /// Whether access is denied without a word about the permission that is missing.
    pub(super) fn is_vague_denial(&self) -> bool {
        matches!(self, Self::Aws(Failure::Forbidden(text))
            if text.starts_with("AccessDenied") && !text.contains("authorized to perform"))
    }

    /// Whether the one who was called says that it does not know the call.
    pub(super) fn denies_knowing_call(&self) -> bool {
        self.is(&UNKNOWN_CALL)
    }

    /// Whether the one who was called does not know the call.
    pub(super) fn is_unknown_call(&self) -> bool {
        self.denies_knowing_call() || matches!(self, Self::Refused { status: 404 | 501, .. })
    }

    /// In the words of the port.
    pub(super) fn about(self, about: About) -> AwsError {
        let About { call, object, endpoint } = about;
        let error = match self {
            Self::Refused { code, status, .. } if code.is_empty() => {
                CloudError::Other { verb: call, object, source: Said::boxed(unreadable(status)) }
            }
            Self::Refused { code, message, .. } => return AwsError::Refused { code, message },
            Self::Aws(failure) => match failure {
                Failure::NoRegion => CloudError::Settings {
                    cluster: "AWS".to_owned(),
                    source: Said::boxed(
                        "no AWS region is set, neither in the provider nor in the environment",
                    ),
                },
                Failure::Unreachable(text) => CloudError::Unreachable { endpoint, source: Said::boxed(text) },
                Failure::Unauthorized(text) => {
                    CloudError::Unauthorized { endpoint, source: Said::boxed(text) }
                }
                Failure::Forbidden(text) => {
                    CloudError::Forbidden { verb: call, object, source: Said::boxed(text) }
                }
                Failure::NotFound => {
                    CloudError::Other { verb: call, object, source: Said::boxed("it does not exist") }
                }
                Failure::NotUsable(text) | Failure::Other(text) => {
                    CloudError::Other { verb: call, object, source: Said::boxed(text) }
                }
            },
        };
        AwsError::Cloud(error)
    }
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self::Aws(failure)
    }
}

impl<E> From<SdkError<E, HttpResponse>> for Failed
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let status = error.raw_response().map(|response| response.status().as_u16());
        let SdkError::ServiceError(answer) = &error else {
            // What is no answer of the service may be anything.
            return Self::Aws(match &error {
                SdkError::ResponseError(_) => Failure::Other("the answer cannot be read".to_owned()),
                error => classify(error, status),
            });
        };
        let meta = answer.err().meta();
        let (code, message) = (meta.code().unwrap_or(""), meta.message().unwrap_or(""));
        match refused(code, message, status) {
            failure @ (Failure::Unauthorized(_) | Failure::Forbidden(_) | Failure::Unreachable(_)) => {
                Self::Aws(failure)
            }
            // A proxy's page, say.
            Failure::Other(_) if code.is_empty() && !matches!(status, Some(404 | 501)) => {
                Self::Aws(Failure::Other(unreadable(status.unwrap_or(0))))
            }
            Failure::NoRegion | Failure::NotFound | Failure::NotUsable(_) | Failure::Other(_) => {
                Self::Refused {
                    code: bare(code).to_owned(),
                    message: brief(message, 1000),
                    status: status.unwrap_or(0),
                }
            }
        }
    }
}

fn unreadable(status: u16) -> String {
    format!("HTTP status {status}, and nothing that can be read")
}

/// A code without what the parts of AWS end theirs in.
fn bare(code: &str) -> &str {
    let ends = ["Fault", "Exception", "Message"];
    ends.iter().find_map(|end| code.strip_suffix(end)).unwrap_or(code)
}
