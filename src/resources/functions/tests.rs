//! What the functions return, and which argument they say is wrong.

use acme_schema::Value;
use serde_json::json;

use crate::FUNCTIONS;

/// Calls a function with arguments written as JSON; an error as `POSITION: what is wrong`.
fn call(name: &str, arguments: &serde_json::Value) -> Result<Value, String> {
    let function = FUNCTIONS.iter().find(|function| function.name() == name).unwrap();
    let declaration = function.declaration();
    let read = |(position, argument): (usize, &serde_json::Value)| {
        acme_schema::json::decode_value(argument, &declaration.parameter(position).unwrap().ty).unwrap()
    };
    let arguments: Vec<_> = arguments.as_array().unwrap().iter().enumerate().map(read).collect();
    let result = function.call(&arguments).map_err(|error| format!("{}: {}", error.position, error.wrong))?;
    acme_schema::json::encode_value(&result, &declaration.returns).expect("it returns what it declares");
    Ok(result)
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

const DAILY: &str = "cron(0 3 * * ? *)";

#[test]
fn rpo_of() {
    let check = |arguments: serde_json::Value, expect: Result<&str, &str>| {
        let expect = expect.map(text).map_err(str::to_owned);
        assert_eq!(call("rpo_of", &arguments), expect, "{arguments}");
    };
    check(json!([DAILY, 120]), Ok("26h"));
    check(json!([DAILY, 0]), Ok("24h"));
    check(json!([DAILY, 90, null]), Ok("25h30m"));
    check(json!([DAILY, 120, "Etc/UTC"]), Ok("26h"));
    check(json!([DAILY, 120, "Europe/Berlin"]), Ok("27h"));
    check(json!(["cron(30 2 * * ? *)", 120, "Europe/Berlin"]), Ok("49h"));
    check(json!(["cron(0 * * * ? *)", 120]), Ok("3h"));
    check(json!(["rate(12 hours)", 480]), Ok("20h"));
    check(
        json!(["cron(0 3 * * ?)", 120]),
        Err("0: must have six fields, `cron(minutes hours day-of-month month day-of-week year)`, got 5"),
    );
    for window in [json!(-1), json!(1.5), json!(5_256_001), json!(1e30)] {
        check(json!([DAILY, window]), Err("1: must be a whole number from 0 to 5256000"));
    }
    check(
        json!([DAILY, 120, "Berlin"]),
        Err(
            "2: must be the name of a time zone as IANA writes it, such as `Europe/Berlin` or `Etc/UTC`, got \"Berlin\"",
        ),
    );
    check(
        json!([DAILY, 120, "Etc/UTC", "Etc/UTC"]),
        Err("3: must be left out: there is one time zone at most"),
    );
}

#[test]
fn cron_next() {
    let check = |arguments: serde_json::Value, expect: Result<&[&str], &str>| {
        let expect = expect.map(|runs| Value::List(runs.iter().map(|run| text(run)).collect()));
        assert_eq!(call("cron_next", &arguments), expect.map_err(str::to_owned), "{arguments}");
    };
    let after = "2026-03-27T12:00:00+01:00";
    check(json!([DAILY, after, 2]), Ok(&["2026-03-28T03:00:00Z", "2026-03-29T03:00:00Z"]));
    check(json!([DAILY, after, 2, "Europe/Berlin"]), Ok(&["2026-03-28T02:00:00Z", "2026-03-29T01:00:00Z"]));
    check(json!(["rate(1 day)", after, 1]), Ok(&["2026-03-28T11:00:00Z"]));
    check(json!(["cron(0 3 1 1 ? 2024-2027)", after, 100]), Ok(&["2027-01-01T03:00:00Z"]));
    check(json!(["cron(0 3 1 1 ? 2024-2026)", after, 100]), Ok(&[]));
    check(
        json!(["daily", after, 1]),
        Err(
            "0: must be a schedule of AWS: `cron(minutes hours day-of-month month day-of-week year)` such as \
             `cron(0 3 * * ? *)`, or `rate(number unit)` such as `rate(12 hours)`",
        ),
    );
    check(
        json!([DAILY, "tomorrow", 1]),
        Err("1: must be a time in RFC 3339 such as `2026-01-31T03:00:00Z`, got \"tomorrow\""),
    );
    for count in [0, 101, -1] {
        check(json!([DAILY, after, count]), Err("2: must be a whole number from 1 to 100"));
    }
    check(
        json!([DAILY, after, 1, "Etc/UTC", null]),
        Err("4: must be left out: there is one time zone at most"),
    );
}
