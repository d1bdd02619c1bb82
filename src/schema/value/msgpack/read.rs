//! MessagePack to value, against a type. The bytes come from another process and are not believed: every claimed
//! length is held against the bytes that are left, and depth is limited.

use std::collections::BTreeMap;

use rmp::Marker;
use rmp::decode as wire;

use super::{REFINED_UNKNOWN, key};
use crate::{CodecError, Number, Refinements, Step, Type, Value};

/// Values nested deeper than this are refused; only `dynamic` can ask for it.
const MAX_DEPTH: usize = 128;

/// Reads a value of type `ty`. All bytes belong to it.
///
/// # Errors
/// The bytes are not MessagePack, or not that of a value of this type.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value, CodecError> {
    let mut input = Input { rest: bytes };
    let value = input.value(ty, MAX_DEPTH)?;
    if input.rest.is_empty() {
        Ok(value)
    } else {
        Err(CodecError::new("must not be followed by other bytes"))
    }
}

/// The bytes that are left.
struct Input<'a> {
    rest: &'a [u8],
}

/// The end came early, or a marker stands where it may not.
fn malformed<E>(_: E) -> CodecError {
    CodecError::new("must be complete MessagePack")
}

impl<'a> Input<'a> {
    fn value(&mut self, ty: &Type, depth: usize) -> Result<Value, CodecError> {
        let depth = depth.checked_sub(1).ok_or_else(|| CodecError::new("must not be nested this deep"))?;
        let marker = self.peek()?;
        if is_extension(marker) {
            return self.unknown();
        }
        if marker == Marker::Null {
            wire::read_nil(&mut self.rest).map_err(malformed)?;
            return Ok(Value::Null);
        }
        match ty {
            Type::Bool => match marker {
                Marker::True | Marker::False => self.bool().map(Value::Bool),
                other => Err(crate::value::mismatch(ty, kind(other))),
            },
            Type::Number => self.number().map(Value::Number),
            Type::String => self.string().map(|text| Value::String(text.to_owned())),
            Type::List(element) => self.elements(element, depth).map(Value::List),
            Type::Set(element) => self.elements(element, depth).map(Value::Set),
            Type::Tuple(types) => self.tuple(types, depth),
            Type::Map(element) => self.map(element, depth),
            Type::Object(types) => self.object(types, depth),
            Type::Dynamic => self.dynamic(depth),
        }
    }

    fn elements(&mut self, ty: &Type, depth: usize) -> Result<Vec<Value>, CodecError> {
        let length = self.array_length()?;
        (0..length).map(|i| self.value(ty, depth).map_err(|e| e.within(Step::Index(i64::from(i))))).collect()
    }

    fn tuple(&mut self, types: &[Type], depth: usize) -> Result<Value, CodecError> {
        let length = self.array_length()?;
        if usize::try_from(length) != Ok(types.len()) {
            return Err(CodecError::new(format!("must have {} elements, not {length}", types.len())));
        }
        let values = (0..).zip(types);
        let values = values.map(|(i, ty)| self.value(ty, depth).map_err(|e| e.within(Step::Index(i))));
        values.collect::<Result<_, _>>().map(Value::Tuple)
    }

    fn map(&mut self, ty: &Type, depth: usize) -> Result<Value, CodecError> {
        let mut values = BTreeMap::new();
        for _ in 0..self.map_length()? {
            let key = self.string()?.to_owned();
            let value = self.value(ty, depth).map_err(|e| e.within(Step::Key(key.clone())))?;
            if values.insert(key.clone(), value).is_some() {
                return Err(CodecError::new("must not be given twice").within(Step::Key(key)));
            }
        }
        Ok(Value::Map(values))
    }

    fn object(&mut self, types: &BTreeMap<String, Type>, depth: usize) -> Result<Value, CodecError> {
        let mut values = BTreeMap::new();
        for _ in 0..self.map_length()? {
            let name = self.string()?.to_owned();
            let step = || Step::Attribute(name.clone());
            let ty = types
                .get(&name)
                .ok_or_else(|| CodecError::new("is not an attribute of this object").within(step()))?;
            let value = self.value(ty, depth).map_err(|e| e.within(step()))?;
            if values.contains_key(&name) {
                return Err(CodecError::new("must not be given twice").within(step()));
            }
            values.insert(name, value);
        }
        crate::value::same_attributes(&values, types)?;
        Ok(Value::Object(values))
    }

    fn dynamic(&mut self, depth: usize) -> Result<Value, CodecError> {
        if self.array_length()? != 2 {
            return Err(CodecError::new("must be a pair of a type and a value"));
        }
        let json = self.bytes()?;
        let json = serde_json::from_slice(json).map_err(|_| CodecError::new("must have a type in JSON"))?;
        let ty = Type::from_json(&json)?;
        let value = self.value(&ty, depth)?;
        Ok(Value::Dynamic(Box::new((ty, value))))
    }

    fn number(&mut self) -> Result<Number, CodecError> {
        let unreasonable = || CodecError::new("must be a finite number of a reasonable size");
        match self.peek()? {
            Marker::F32 => {
                let float = wire::read_f32(&mut self.rest).map_err(malformed)?;
                Number::from_f64(f64::from(float)).ok_or_else(unreasonable)
            }
            Marker::F64 => {
                let float = wire::read_f64(&mut self.rest).map_err(malformed)?;
                Number::from_f64(float).ok_or_else(unreasonable)
            }
            Marker::U64 => wire::read_u64(&mut self.rest).map(Number::from).map_err(malformed),
            Marker::FixPos(_)
            | Marker::FixNeg(_)
            | Marker::U8
            | Marker::U16
            | Marker::U32
            | Marker::I8
            | Marker::I16
            | Marker::I32
            | Marker::I64 => wire::read_int::<i64, _>(&mut self.rest).map(Number::from).map_err(malformed),
            Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 => {
                self.string()?.parse().map_err(|_| unreasonable())
            }
            other => Err(crate::value::mismatch(&Type::Number, kind(other))),
        }
    }

    fn bool(&mut self) -> Result<bool, CodecError> {
        wire::read_bool(&mut self.rest).map_err(malformed)
    }

    fn string(&mut self) -> Result<&'a str, CodecError> {
        let marker = self.peek()?;
        if !matches!(marker, Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32) {
            return Err(crate::value::mismatch(&Type::String, kind(marker)));
        }
        std::str::from_utf8(self.bytes()?).map_err(|_| CodecError::new("must be UTF-8"))
    }

    /// The content of a string or of bytes: Terraform's library reads either where it wants bytes.
    fn bytes(&mut self) -> Result<&'a [u8], CodecError> {
        let length = match self.peek()? {
            Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => {
                wire::read_bin_len(&mut self.rest).map_err(malformed)?
            }
            _ => wire::read_str_len(&mut self.rest).map_err(malformed)?,
        };
        self.take(length)
    }

    fn take(&mut self, length: u32) -> Result<&'a [u8], CodecError> {
        let length = usize::try_from(length).map_err(malformed)?;
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(|| malformed(()))?;
        self.rest = rest;
        Ok(taken)
    }

    fn array_length(&mut self) -> Result<u32, CodecError> {
        match self.peek()? {
            Marker::FixArray(_) | Marker::Array16 | Marker::Array32 => {
                let length = wire::read_array_len(&mut self.rest).map_err(malformed)?;
                self.bounded(length)
            }
            other => Err(CodecError::new(format!("must be an array, not {}", kind(other)))),
        }
    }

    fn map_length(&mut self) -> Result<u32, CodecError> {
        match self.peek()? {
            Marker::FixMap(_) | Marker::Map16 | Marker::Map32 => {
                let length = wire::read_map_len(&mut self.rest).map_err(malformed)?;
                self.bounded(length)
            }
            other => Err(CodecError::new(format!("must be a map, not {}", kind(other)))),
        }
    }

    /// An element takes a byte at least, so no honest length is larger than what is left.
    fn bounded(&self, length: u32) -> Result<u32, CodecError> {
        if usize::try_from(length).is_ok_and(|length| length <= self.rest.len()) {
            Ok(length)
        } else {
            Err(malformed(()))
        }
    }

    fn unknown(&mut self) -> Result<Value, CodecError> {
        let meta = wire::read_ext_meta(&mut self.rest).map_err(malformed)?;
        let body = self.take(meta.size)?;
        if meta.typeid == REFINED_UNKNOWN {
            Input { rest: body }.refinements()
        } else {
            // What a later version says about the value is lost, that it is unknown is not.
            Ok(Value::unknown())
        }
    }

    fn refinements(&mut self) -> Result<Value, CodecError> {
        let mut known = Refinements::default();
        for _ in 0..self.map_length()? {
            match wire::read_int::<i64, _>(&mut self.rest).map_err(malformed)? {
                key::NULLNESS if self.bool()? => return Ok(Value::Null),
                key::NULLNESS => known.not_null = true,
                key::STRING_PREFIX => known.string_prefix = Some(self.string()?.to_owned()),
                key::NUMBER_MIN => known.number_min = self.bound()?,
                key::NUMBER_MAX => known.number_max = self.bound()?,
                key::LENGTH_MIN => known.length_min = Some(self.length()?),
                key::LENGTH_MAX => known.length_max = Some(self.length()?),
                // Keys of a later version: where their value ends is not known, so the rest is not read.
                _ => break,
            }
        }
        Ok(Value::Unknown(known))
    }

    /// A number and whether it is itself allowed; `None` for an infinite one, which bounds nothing.
    fn bound(&mut self) -> Result<Option<(Number, bool)>, CodecError> {
        if self.array_length()? != 2 {
            return Err(CodecError::new("must have bounds that are pairs"));
        }
        let mut ahead = self.rest;
        let infinite = wire::read_f64(&mut ahead).is_ok_and(f64::is_infinite);
        if infinite {
            self.rest = ahead;
        }
        let number = if infinite { None } else { Some(self.number()?) };
        let inclusive = self.bool()?;
        Ok(number.map(|number| (number, inclusive)))
    }

    fn length(&mut self) -> Result<i64, CodecError> {
        wire::read_int(&mut self.rest).map_err(malformed)
    }

    fn peek(&self) -> Result<Marker, CodecError> {
        self.rest.first().map(|byte| Marker::from_u8(*byte)).ok_or_else(|| malformed(()))
    }
}

fn is_extension(marker: Marker) -> bool {
    matches!(
        marker,
        Marker::FixExt1
            | Marker::FixExt2
            | Marker::FixExt4
            | Marker::FixExt8
            | Marker::FixExt16
            | Marker::Ext8
            | Marker::Ext16
            | Marker::Ext32
    )
}

fn kind(marker: Marker) -> &'static str {
    match marker {
        Marker::Null => "null",
        Marker::True | Marker::False => "a bool",
        Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 => "a string",
        Marker::FixArray(_) | Marker::Array16 | Marker::Array32 => "an array",
        Marker::FixMap(_) | Marker::Map16 | Marker::Map32 => "a map",
        Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => "bytes",
        Marker::Reserved => "nothing that MessagePack has",
        _ if is_extension(marker) => "unknown",
        _ => "a number",
    }
}
