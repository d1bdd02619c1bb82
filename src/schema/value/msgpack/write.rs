//! Value to MessagePack. Writing to memory cannot fail; what can is the value: another type than declared, or larger
//! than the format's 32-bit lengths.

use rmp::encode as wire;
use rmp::encode::ByteBuf;

use super::{REFINED_UNKNOWN, UNKNOWN, key};
use crate::{CodecError, Number, Refinements, Step, Type, Value};

type Written = Result<(), CodecError>;

/// Writes a value of type `ty`.
///
/// # Errors
/// The value is not of this type.
pub fn encode(value: &Value, ty: &Type) -> Result<Vec<u8>, CodecError> {
    let mut out = ByteBuf::new();
    write(&mut out, value, ty)?;
    Ok(out.into_vec())
}

fn write(out: &mut ByteBuf, value: &Value, ty: &Type) -> Written {
    match (value, ty) {
        (Value::Null, _) => put(wire::write_nil(out)),
        (Value::Unknown(refinements), _) => unknown(out, refinements),
        (Value::Bool(value), Type::Bool) => put(wire::write_bool(out, *value)),
        (Value::Number(value), Type::Number) => number(out, value),
        (Value::String(text), Type::String) => string(out, text),
        (Value::List(values), Type::List(ty)) | (Value::Set(values), Type::Set(ty)) => {
            put(wire::write_array_len(out, length(values.len())?))?;
            elements(out, values, std::iter::repeat(&**ty))
        }
        (Value::Tuple(values), Type::Tuple(types)) if values.len() == types.len() => {
            put(wire::write_array_len(out, length(values.len())?))?;
            elements(out, values, types)
        }
        (Value::Map(values), Type::Map(ty)) => {
            put(wire::write_map_len(out, length(values.len())?))?;
            values.iter().try_for_each(|(key, value)| {
                string(out, key)?;
                write(out, value, ty).map_err(|e| e.within(Step::Key(key.clone())))
            })
        }
        (Value::Object(values), Type::Object(types)) => {
            crate::value::same_attributes(values, types)?;
            put(wire::write_map_len(out, length(values.len())?))?;
            values.iter().zip(types.values()).try_for_each(|((name, value), ty)| {
                string(out, name)?;
                write(out, value, ty).map_err(|e| e.within(Step::Attribute(name.clone())))
            })
        }
        (Value::Dynamic(inner), Type::Dynamic) => {
            put(wire::write_array_len(out, 2))?;
            put(wire::write_bin(out, inner.0.to_json().to_string().as_bytes()))?;
            write(out, &inner.1, &inner.0)
        }
        _ => Err(crate::value::mismatch(ty, value.kind())),
    }
}

fn elements<'a>(out: &mut ByteBuf, values: &[Value], types: impl IntoIterator<Item = &'a Type>) -> Written {
    values.iter().zip(types).enumerate().try_for_each(|(i, (value, ty))| {
        write(out, value, ty).map_err(|e| e.within(Step::Index(i64::try_from(i).unwrap_or(i64::MAX))))
    })
}

/// As the reference implementation does: small whole numbers as integers, what a binary float holds exactly as one, all
/// else as decimal text.
fn number(out: &mut ByteBuf, number: &Number) -> Written {
    if let Some(signed) = number.as_i64() {
        return put(wire::write_sint(out, signed));
    }
    match number.as_exact_f64() {
        Some(float) if !number.is_whole() => put(wire::write_f64(out, float)),
        Some(_) | None => string(out, &number.to_string()),
    }
}

fn string(out: &mut ByteBuf, text: &str) -> Written {
    length(text.len())?;
    put(wire::write_str(out, text))
}

fn unknown(out: &mut ByteBuf, refinements: &Refinements) -> Written {
    let mut body = ByteBuf::new();
    let entries = refined(&mut body, refinements)?;
    if entries == 0 {
        // fixext 1: the extension and one byte that says nothing.
        out.as_mut_vec().extend([0xd4, UNKNOWN.unsigned_abs(), 0]);
        return Ok(());
    }
    let mut map = ByteBuf::new();
    put(wire::write_map_len(&mut map, entries))?;
    map.as_mut_vec().extend_from_slice(body.as_slice());
    put(wire::write_ext_meta(out, length(map.as_slice().len())?, REFINED_UNKNOWN))?;
    out.as_mut_vec().extend_from_slice(map.as_slice());
    Ok(())
}

/// Writes what is known, and returns how many entries that is.
fn refined(out: &mut ByteBuf, refinements: &Refinements) -> Result<u32, CodecError> {
    let Refinements { not_null, string_prefix, number_min, number_max, length_min, length_max } = refinements;
    let mut entries = 0;
    if *not_null {
        entries += 1;
        put(wire::write_sint(out, key::NULLNESS))?;
        put(wire::write_bool(out, false))?;
    }
    if let Some(prefix) = string_prefix {
        entries += 1;
        put(wire::write_sint(out, key::STRING_PREFIX))?;
        string(out, prefix)?;
    }
    for (key, bound) in [(key::NUMBER_MIN, number_min), (key::NUMBER_MAX, number_max)] {
        if let Some((limit, inclusive)) = bound {
            entries += 1;
            put(wire::write_sint(out, key))?;
            put(wire::write_array_len(out, 2))?;
            number(out, limit)?;
            put(wire::write_bool(out, *inclusive))?;
        }
    }
    for (key, bound) in [(key::LENGTH_MIN, length_min), (key::LENGTH_MAX, length_max)] {
        if let Some(limit) = bound {
            entries += 1;
            put(wire::write_sint(out, key))?;
            put(wire::write_sint(out, *limit))?;
        }
    }
    Ok(entries)
}

fn length(length: usize) -> Result<u32, CodecError> {
    u32::try_from(length).map_err(|_| CodecError::new("must have fewer than 2^32 elements or bytes"))
}

/// The result of writing to memory.
fn put<T, E>(written: Result<T, E>) -> Written {
    written.map(drop).map_err(|_| CodecError::new("must fit in memory"))
}
