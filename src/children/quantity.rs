//! Kubernetes quantities (`250m`, `512Mi`, `1.5`): read exactly, written in the API server's canonical form.
//! Grammar: k8s.io/apimachinery, pkg/api/resource. Amounts below 1n or beyond 2^63 are not quantities here.

use std::cmp::Ordering;
use std::fmt;

/// An amount of CPU (cores), memory (bytes) or anything else that Kubernetes counts.
#[derive(Clone, Copy, Debug, Eq)]
pub struct Quantity {
    nano: i128,
    format: Format,
}

/// The family of suffixes in which a quantity was written, which its canonical form keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Binary,
    Decimal,
    Exponent,
}

const NANO: i128 = 1_000_000_000;
const BINARY: [(&str, i128); 6] =
    [("Ei", 1 << 60), ("Pi", 1 << 50), ("Ti", 1 << 40), ("Gi", 1 << 30), ("Mi", 1 << 20), ("Ki", 1 << 10)];
const DECIMAL: [(&str, i32); 10] =
    [("E", 18), ("P", 15), ("T", 12), ("G", 9), ("M", 6), ("k", 3), ("", 0), ("m", -3), ("u", -6), ("n", -9)];

impl Quantity {
    /// Reads a quantity that is not negative; `None` where the text is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (digits, suffix) = text.split_at(end);
        let number = decimal(digits)?;
        let (nano, format) = if let Some((_, factor)) = BINARY.iter().find(|(s, _)| *s == suffix) {
            (number.checked_mul(*factor)?, Format::Binary)
        } else if let Some((_, power)) = DECIMAL.iter().find(|(s, _)| *s == suffix) {
            (scale(number, *power)?, Format::Decimal)
        } else {
            let power: i32 = suffix.strip_prefix(['e', 'E'])?.parse().ok()?;
            (scale(number, power)?, Format::Exponent)
        };
        (nano <= i128::from(i64::MAX).checked_mul(NANO)?).then_some(Self { nano, format })
    }
}

/// Reads `12`, `1.5`, `.5` as billionths.
fn decimal(digits: &str) -> Option<i128> {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if (whole.is_empty() && fraction.is_empty()) || whole.len() > 19 || fraction.len() > 9 {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: i128 = format!("{fraction:0<9}").parse().ok()?;
    whole.checked_mul(NANO)?.checked_add(fraction)
}

/// Multiplies by a power of ten; `None` where digits below one billionth would be lost.
fn scale(number: i128, power: i32) -> Option<i128> {
    let factor = 10_i128.checked_pow(power.unsigned_abs())?;
    if power >= 0 { number.checked_mul(factor) } else { (number % factor == 0).then_some(number / factor) }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.nano / NANO;
        if self.format == Format::Binary && self.nano % NANO == 0 && whole >= 1024 {
            let unit = BINARY.iter().find(|(_, factor)| whole % factor == 0);
            return match unit {
                Some((suffix, factor)) => write!(f, "{}{suffix}", whole / factor),
                None => write!(f, "{whole}"),
            };
        }
        for (suffix, power) in DECIMAL {
            let Some(unit) = scale(NANO, power).filter(|unit| self.nano % unit == 0) else { continue };
            if self.nano == 0 {
                return f.write_str("0");
            }
            let amount = self.nano / unit;
            return match self.format {
                Format::Exponent if power != 0 => write!(f, "{amount}e{power}"),
                Format::Exponent | Format::Binary | Format::Decimal => write!(f, "{amount}{suffix}"),
            };
        }
        Ok(())
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.nano == other.nano
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nano.cmp(&other.nano)
    }
}

#[cfg(test)]
mod tests;
