//! Stored states of other releases with the same schema version.

use super::from_state_json;
use crate::{Attr, List, Map, Model, Schema};

#[derive(Model)]
struct Service {
    /// Name.
    name: Attr<String>,
    /// Ports.
    ports: Attr<Map<Port>>,
    /// Words.
    words: Attr<List<String>>,
}

#[derive(Clone, Debug, PartialEq, Model)]
struct Port {
    /// Port.
    port: Attr<i64>,
    /// Protocol.
    protocol: Attr<String>,
}

fn read(json: &str) -> Result<Service, String> {
    let schema = Schema { version: 0, description: String::new(), attributes: Service::attributes() };
    let value = from_state_json(json.as_bytes(), &schema).map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string);
        format!("{error}: {}", cause.unwrap_or_default())
    })?;
    Service::from_value(&value).map_err(|error| error.to_string())
}

#[test]
fn removed_attributes_are_dropped_and_new_ones_null() {
    let service =
        read(r#"{"name": "a", "gone": [1], "ports": {"http": {"port": 1, "gone": {}}}}"#).expect("a state");
    let port = Port { port: Attr::Known(1), protocol: Attr::Null };
    assert_eq!(service.name, Attr::Known("a".to_owned()));
    assert_eq!(service.ports, Attr::Known(Map::from([("http".to_owned(), Attr::Known(port))])));
    assert_eq!(service.words, Attr::Null);
}

#[test]
fn other_types_are_refused_at_their_place() {
    let check = |json: &str, expect: &str| assert_eq!(read(json).err().as_deref(), Some(expect), "{json}");
    check(r#"{"name": 1}"#, "failed to read the stored state: `name` must be a string, not a number");
    check(
        r#"{"ports": {"a": {"port": "x"}}}"#,
        "failed to read the stored state: `ports[\"a\"].port` must be a number, not a string",
    );
    check(
        r#"{"words": [null, {}]}"#,
        "failed to read the stored state: `words[1]` must be a string, not an object",
    );
    check("[]", "failed to read the stored state: the value must be an object, not an array");
    check("{", "failed to read the stored state: the value must be JSON, but is not at line 1 column 1");
    check("null", "the stored state is empty: ");
}
