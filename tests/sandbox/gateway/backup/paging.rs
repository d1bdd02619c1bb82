//! Lists in pages, small ones: a client that reads only the first page is found out. Pure.

use super::call::{Answer, Call, Refusal};
use serde_json::{Value, json};

/// AWS gives up to 1000, and may give fewer than it was asked for.
const MOST: usize = 5;

/// A page of a list, under the name that the operation gives it.
pub(super) fn page(call: &Call, field: &str, items: Vec<Value>) -> Answer {
    let asked = |small: &str, large: &str| call.asked(small).or_else(|| call.asked(large));
    let token = |token: &str| token.strip_prefix("from-")?.parse::<usize>().ok();
    let begin = match asked("nextToken", "NextToken") {
        Some(text) => token(text).ok_or_else(|| Refusal::value("Invalid next token"))?,
        None => 0,
    };
    let size = match asked("maxResults", "MaxResults").map(str::parse::<usize>) {
        Some(Ok(size)) if (1..=1000).contains(&size) => size.min(MOST),
        Some(_) => return Err(Refusal::value("MaxResults must be from 1 to 1000")),
        None => MOST,
    };
    let end = begin.saturating_add(size);
    let is_last = end >= items.len();
    let shown: Vec<_> = items.into_iter().skip(begin).take(size).collect();
    let mut answer = json!({ field: shown });
    if !is_last {
        answer["NextToken"] = json!(format!("from-{end}"));
    }
    Ok(answer)
}
