//! What a plan left open, once it is known: filled in where it was open and nowhere else, since what was planned is a promise.

use crate::Value;

/// Takes the unknown parts of `planned` from `settled`, which has the same shape. Known parts stay as they are.
pub fn fill_unknown(planned: &mut Value, settled: Value) {
    match (planned, settled) {
        (planned @ Value::Unknown(_), settled) => *planned = settled,
        (Value::Object(planned), Value::Object(mut settled))
        | (Value::Map(planned), Value::Map(mut settled)) => {
            for (name, value) in planned {
                if let Some(settled) = settled.remove(name) {
                    fill_unknown(value, settled);
                }
            }
        }
        (Value::List(planned), Value::List(settled)) if planned.len() == settled.len() => {
            planned.iter_mut().zip(settled).for_each(|(value, settled)| fill_unknown(value, settled));
        }
        (_, _) => {}
    }
}
