//! Whose an object is that may be another region's: a role is the account's, and a vault for copies is in the region of
//! somebody else, who may have a plan of the same name there. It is noted on it where its resource is at home.

use serde_json::{Value, json};

use super::AwsError;
use super::reach::At;
use crate::tag;

/// The tag of an object with the region that its resource is in.
pub(super) const HOME: &str = "acme:home";

/// The region that the resource is in, where it is known.
fn region(at: &At<'_>) -> Option<String> {
    at.home.map(str::to_owned).or_else(|| at.aws.region())
}

/// The tags of an object that is made, with its home.
pub(super) fn tagged(at: &At<'_>, tags: &Value) -> Value {
    let mut tags = tags.clone();
    if let Some(region) = region(at) {
        tags[HOME] = json!(region);
    }
    tags
}

/// Whether two objects are of the same owner, by their tags.
pub(super) fn is_same(wanted: &Value, live: &Value) -> bool {
    [tag::NAME, tag::RESOURCE, tag::MANAGED_BY].iter().all(|name| live[*name] == wanted[*name])
}

/// Whether an object was made. One that is there already was made by a call whose answer was lost, unless it is somebody
/// else's. `exists`: the error code that says so.
pub(super) fn made(
    answer: Result<Value, AwsError>,
    exists: &str,
    (wanted, live): (&Value, &Value),
) -> Result<(), AwsError> {
    match answer {
        Err(error) if error.is(exists) && is_same(wanted, live) => Ok(()),
        other => other.map(drop),
    }
}

/// The same object, under its owner's full name where that is at home in another region.
pub(super) fn named(at: &At<'_>, mut live: Value) -> Value {
    let home = live["Tags"][HOME].as_str().map(str::to_owned);
    if let (Some(home), Some(own)) = (home, region(at))
        && home != own
        && let Some(name) = live["Tags"][tag::NAME].as_str()
    {
        live["Tags"][tag::NAME] = json!(format!("{name} in {home}"));
    }
    live
}
