//! Numbers as Terraform has them: decimal, of any size. Binary floating point stays at the edge, since 0.1 has no
//! exact binary form and a plan that is off by 1e-17 is refused.

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

/// Exponents beyond this are refused: no real number has one, and writing it out would take the memory of a machine.
const MAX_EXPONENT: i64 = 10_000;

/// A number: sign × digits × 10^exponent. Equal numbers are represented equally: no zero leads or ends the digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number {
    negative: bool,
    /// ASCII digits, none for zero.
    digits: String,
    exponent: i64,
}

/// The text is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number of at most {MAX_EXPONENT} places")]
pub struct NumberError;

impl Number {
    /// The exact value of `float`; `None` where it is infinite or not a number.
    #[must_use]
    pub fn from_f64(float: f64) -> Option<Self> {
        // No f64 has more than 1074 decimal places.
        if float.is_finite() { format!("{float:.1074}").parse().ok() } else { None }
    }

    /// The number, where it is whole and fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        // The longest i64 has 19 digits.
        (0..19).contains(&self.exponent).then(|| self.to_string())?.parse().ok()
    }

    /// Whether nothing stands after the decimal point.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.exponent >= 0
    }

    /// The nearest binary number; infinite where it is too large for any.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// The binary number, where it is exactly this one.
    #[must_use]
    pub fn as_exact_f64(&self) -> Option<f64> {
        Some(self.as_f64()).filter(|float| Self::from_f64(*float).as_ref() == Some(self))
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        normalized(&Number { negative: number < 0, digits: number.unsigned_abs().to_string(), exponent: 0 })
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        normalized(&Number { negative: false, digits: number.to_string(), exponent: 0 })
    }
}

impl FromStr for Number {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().map_err(|_| NumberError)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError);
        }
        let places = i64::try_from(fraction.len()).map_err(|_| NumberError)?;
        let number = normalized(&Number { negative, digits, exponent: i64::from(exponent) - places });
        if number.exponent.abs() > MAX_EXPONENT { Err(NumberError) } else { Ok(number) }
    }
}

/// Strips the zeros that change nothing. `digits` are ASCII digits.
fn normalized(number: &Number) -> Number {
    let digits = number.digits.trim_start_matches('0');
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Number { negative: false, digits: String::new(), exponent: 0 };
    }
    let stripped = i64::try_from(digits.len() - significant.len()).unwrap_or(i64::MAX);
    let exponent = number.exponent.saturating_add(stripped);
    Number { negative: number.negative, digits: significant.to_owned(), exponent }
}

/// Written out without an exponent, as Terraform does.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        if self.digits.is_empty() {
            return f.write_str("0");
        }
        let places = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(usize::MAX);
        if self.exponent >= 0 {
            write!(f, "{}{:0<places$}", self.digits, "")
        } else if let Some(whole) = self.digits.len().checked_sub(places).filter(|whole| *whole > 0) {
            write!(f, "{}.{}", &self.digits[..whole], &self.digits[whole..])
        } else {
            write!(f, "0.{:0>places$}", self.digits)
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}
