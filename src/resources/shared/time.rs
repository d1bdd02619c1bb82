//! Instants and time zones, as they are written. No clock: an instant is one that somebody wrote. The time zones are
//! those of the database that is compiled in, so that every machine knows the same ones.

use std::fmt;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

use super::{Span, Text};

/// A moment, to the second, written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(Timestamp);

/// The name of a time zone as IANA writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ZoneName {
    name: String,
    zone: TimeZone,
}

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

impl Instant {
    /// So much later; `None` behind the year 9999.
    pub(crate) fn plus(self, span: Span) -> Option<Self> {
        let seconds = i64::try_from(span.minutes()).ok()?.checked_mul(60)?;
        self.0.checked_add(SignedDuration::from_secs(seconds)).ok().map(Self)
    }

    /// How long after `earlier` it is, in minutes, a part of one counted whole; nothing where it is before.
    pub(crate) fn since(self, earlier: Self) -> Span {
        let seconds = self.0.as_second().saturating_sub(earlier.0.as_second());
        Span::of_minutes(u64::try_from(seconds).unwrap_or(0).div_ceil(60))
    }
}

impl Text for Instant {
    const ALLOWED: &'static str = "a time in RFC 3339 such as `2026-01-31T03:00:00Z`";

    /// Another offset than `Z` is converted, and parts of a second are dropped.
    fn parse(text: &str) -> Option<Self> {
        let read = is_rfc_3339(text).then(|| text.parse::<Timestamp>().ok())??;
        let seconds = read.as_second() - i64::from(read.subsec_nanosecond() < 0);
        Timestamp::from_second(seconds).ok().map(Self)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The form alone: the parser of times takes more, such as a space for the `T`, and checks the rest.
fn is_rfc_3339(text: &str) -> bool {
    let fits = |text: &str, form: &str| {
        text.len() == form.len()
            && text
                .bytes()
                .zip(form.bytes())
                .all(|(is, f)| if f == b'0' { is.is_ascii_digit() } else { is == f })
    };
    let Some((date_time, rest)) = text.split_at_checked("0000-00-00T00:00:00".len()) else { return false };
    let fraction = rest.strip_prefix('.').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let offset = fraction.unwrap_or(rest);
    let is_offset = offset == "Z" || fits(offset, "+00:00") || fits(offset, "-00:00");
    fits(date_time, "0000-00-00T00:00:00") && !rest.starts_with(".Z") && is_offset
}

impl ZoneName {
    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        &self.name
    }

    /// What a clock in the zone shows.
    pub(super) fn local(&self, instant: Instant) -> DateTime {
        self.zone.to_datetime(instant.0)
    }

    /// When a clock in the zone shows this for the first time; `None` where it never does, because it is put forward.
    pub(super) fn instant(&self, local: DateTime) -> Option<Instant> {
        let ambiguous = self.zone.to_ambiguous_timestamp(local);
        match ambiguous.offset() {
            AmbiguousOffset::Gap { .. } => None,
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => {
                ambiguous.earlier().ok().map(Instant)
            }
        }
    }

    /// Whether the clock is neither put forward nor back between these local times.
    pub(super) fn is_steady(&self, from: DateTime, to: DateTime) -> bool {
        let offset = |local| match self.zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => Some(offset),
            AmbiguousOffset::Gap { .. } | AmbiguousOffset::Fold { .. } => None,
        };
        offset(from).is_some_and(|one| offset(to) == Some(one))
    }

    /// The days on which the clock is put forward or back, from a local time on, in order and without an end.
    pub(super) fn changes(&self, from: DateTime) -> impl Iterator<Item = Date> {
        let from = self.zone.to_ambiguous_timestamp(from).earlier().ok();
        let changes = from.into_iter().flat_map(|from| self.zone.following(from));
        changes.map(|change| self.zone.to_datetime(change.timestamp()).date())
    }
}

/// `Etc/UTC`.
impl Default for ZoneName {
    fn default() -> Self {
        Self { name: "Etc/UTC".to_owned(), zone: TimeZone::UTC }
    }
}

impl Text for ZoneName {
    const ALLOWED: &'static str =
        "the name of a time zone as IANA writes it, such as `Europe/Berlin` or `Etc/UTC`";

    fn parse(text: &str) -> Option<Self> {
        let zone = ZONES.get(text).ok()?;
        // The database takes any case; AWS does not.
        let is_exact = zone.iana_name() == Some(text) && !zone.is_unknown();
        is_exact.then(|| Self { name: text.to_owned(), zone })
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
