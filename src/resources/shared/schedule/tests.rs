//! Schedules: a table of what each means, and what holds for all of them. `schedules.txt` has an expression on each line
//! that is not indented, with ` in ZONE` and ` after INSTANT` where they matter, and below it what is wrong with it, or its next
//! runs and gaps. A new case is a new line there.

use expect_test::expect_file;
use proptest::prelude::*;

use super::super::{Instant, Span, Text, ZoneName};
use super::gaps::{by_weeks, by_years, is_weekly};
use super::{Rule, Schedule};

const TABLE: &str = include_str!("tests/schedules.txt");
const RUNS: usize = 4;

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap_or_else(|| panic!("{text} is no instant"))
}

fn zone(name: &str) -> ZoneName {
    ZoneName::parse(name).unwrap_or_else(|| panic!("{name} is no time zone"))
}

fn report(line: &str) -> String {
    let (rest, after) = line.split_once(" after ").unwrap_or((line, "2026-01-01T00:00:00Z"));
    let (text, name) = rest.split_once(" in ").unwrap_or((rest, "Etc/UTC"));
    let schedule = match Schedule::read(text) {
        Ok(schedule) => schedule,
        Err(wrong) => return format!("  {wrong}\n"),
    };
    let zone = zone(name);
    let runs: Vec<_> = schedule.runs(&zone, &at(after)).take(RUNS).map(|run| run.to_string()).collect();
    let (shortest, longest) = (schedule.shortest_gap(&zone), schedule.longest_gap(&zone));
    let runs = if runs.is_empty() { "no run".to_owned() } else { runs.join(" ") };
    format!("  {runs}\n  every {shortest} to {longest}\n")
}

#[test]
fn what_expressions_mean() {
    let mut text = String::new();
    for line in TABLE.lines().filter(|line| !line.starts_with("  ")) {
        text.push_str(line);
        text.push('\n');
        if !line.is_empty() && !line.starts_with('#') {
            text.push_str(&report(line));
        }
    }
    expect_file!["tests/schedules.txt"].assert_eq(&text);
}

#[test]
fn an_expression_is_kept_as_it_was_written() {
    let text = "cron(0  3 * * ?   *)";
    assert_eq!(Schedule::read(text).unwrap().as_str(), text);
    assert!(Schedule::parse("cron(0 3 * * * *)").is_none());
}

/// Any part of a field, valid or not.
fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("*".to_owned()),
        (0..70_u8).prop_map(|number| number.to_string()),
        (0..30_u8, 0..40_u8).prop_map(|(from, to)| format!("{from}-{to}")),
        (0..30_u8, 0..20_u8).prop_map(|(from, step)| format!("{from}/{step}")),
        (0..20_u8).prop_map(|step| format!("*/{step}")),
    ]
}

fn field() -> impl Strategy<Value = String> {
    proptest::collection::vec(part(), 1..3).prop_map(|parts| parts.join(","))
}

/// Days and the days of the week, by month or by week.
fn days() -> impl Strategy<Value = (String, String)> {
    let special = prop_oneof![
        Just("L".to_owned()),
        Just("LW".to_owned()),
        (1..=31_u8).prop_map(|day| format!("{day}W")),
        field()
    ];
    let weekday = prop_oneof![
        Just("L".to_owned()),
        Just("MON-FRI".to_owned()),
        (1..=7_u8).prop_map(|day| format!("{day}L")),
        (1..=7_u8, 1..=5_u8).prop_map(|(day, nth)| format!("{day}#{nth}")),
        field()
    ];
    prop_oneof![special.prop_map(|day| (day, "?".to_owned())), weekday.prop_map(|day| ("?".to_owned(), day)),]
}

fn expression() -> impl Strategy<Value = String> {
    let month = prop_oneof![Just("*".to_owned()), field()];
    let year = prop_oneof![Just("*".to_owned()), Just("2024/3".to_owned()), Just("2027-2040".to_owned())];
    let cron =
        (field(), field(), days(), month, year).prop_map(|(minutes, hours, (day, weekday), month, year)| {
            format!("cron({minutes} {hours} {day} {month} {weekday} {year})")
        });
    prop_oneof![9 => cron, 1 => (1..400_u16).prop_map(|n| format!("rate({n} hours)"))]
}

fn schedule() -> impl Strategy<Value = Schedule> {
    expression().prop_filter_map("a schedule", |text| Schedule::parse(&text))
}

fn any_zone() -> impl Strategy<Value = ZoneName> {
    const NAMES: &[&str] =
        &["Etc/UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"];
    proptest::sample::select(NAMES).prop_map(zone)
}

fn instant() -> impl Strategy<Value = Instant> {
    (0..9 * 366 * 1440_u64)
        .prop_map(|minutes| at("2024-01-01T00:00:30Z").plus(Span::of_minutes(minutes)).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_text_panics(text in "\\PC*", fields in "[0-9*?,/LW#A-Z -]{0,40}", rate in "[0-9 a-z]{0,20}") {
        for text in [text, format!("cron({fields})"), format!("rate({rate})")] {
            if let Err(wrong) = Schedule::read(&text) {
                prop_assert!(wrong.starts_with("must "), "{}", wrong);
            }
            let _ = (Instant::parse(&text), ZoneName::parse(&text), Span::parse(&text));
        }
    }

    #[test]
    fn runs_come_one_after_another(schedule in schedule(), zone in any_zone(), after in instant()) {
        let mut last = after;
        for run in schedule.runs(&zone, &after).take(50) {
            prop_assert!(run > last, "{} is not after {}", run, last);
            prop_assert_eq!(schedule.next(&zone, &last), Some(run));
            last = run;
        }
    }

    /// No run between two others is passed over, wherever one begins to look.
    #[test]
    fn from_any_instant_the_next_run_is_the_same(
        schedule in schedule(), zone in any_zone(), after in instant(), wait in 0..100_000_u64,
    ) {
        let later = after.plus(Span::of_minutes(wait)).unwrap();
        let run = schedule.next(&zone, &after);
        if !schedule.as_str().starts_with("rate") && run.is_some_and(|run| run > later) {
            prop_assert_eq!(schedule.next(&zone, &later), run);
        }
    }

    /// The years that the gaps are taken from have all of the first runs.
    #[test]
    fn gaps_lie_within_the_extremes(schedule in schedule(), zone in any_zone()) {
        let gaps = schedule.gaps(&zone);
        let (shortest, longest) = (gaps.shortest, gaps.longest);
        let runs: Vec<_> = schedule.runs(&zone, &at("2024-01-01T12:00:00Z")).take(300).collect();
        for pair in runs.windows(2).filter(|pair| pair[1] < at("2030-01-01T00:00:00Z")) {
            let gap = pair[1].since(pair[0]);
            prop_assert!(shortest <= gap && gap <= longest, "{} is not in {}..={}", gap, shortest, longest);
        }
    }
}

/// Minutes and hours on all days, or on some days of the week.
fn weekly() -> impl Strategy<Value = Schedule> {
    let day = prop_oneof![
        Just(("*".to_owned(), "?".to_owned())),
        field().prop_map(|weekday| ("?".to_owned(), weekday)),
        Just(("?".to_owned(), "L".to_owned())),
        Just(("?".to_owned(), "MON-FRI".to_owned())),
    ];
    let text = (field(), field(), day)
        .prop_map(|(minutes, hours, (day, weekday))| format!("cron({minutes} {hours} {day} * {weekday} *)"));
    text.prop_filter_map("a schedule", |text| Schedule::parse(&text))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Few weeks say as much as all years, also where the clock changes.
    #[test]
    fn few_weeks_say_as_much_as_all(schedule in weekly(), zone in any_zone()) {
        let Rule::Cron(cron) = &schedule.rule else { panic!("{schedule} is no cron expression") };
        prop_assert!(is_weekly(cron), "{}", schedule);
        let gaps = by_years(cron, &zone);
        prop_assert_eq!(by_weeks(cron, &zone), gaps);
        prop_assert_eq!(Some(schedule.gaps(&zone)), gaps);
    }
}

/// Only where every week is like any other, few of them are looked at.
#[test]
fn only_what_comes_round_in_a_week_is_taken_by_weeks() {
    let is_weekly = |text: &str| match &Schedule::read(text).unwrap().rule {
        Rule::Cron(cron) => is_weekly(cron),
        Rule::Rate(_) => panic!("{text} is no cron expression"),
    };
    for text in ["cron(0 3 * * ? *)", "cron(0/5 8-17 ? * MON-FRI *)", "cron(0 3 ? 1-12 L 2024-2040)"] {
        assert!(is_weekly(text), "{text}");
    }
    for text in [
        "cron(0 3 1 * ? *)",
        "cron(0 3 L * ? *)",
        "cron(0 3 15W * ? *)",
        "cron(0 3 1/2 * ? *)",
        "cron(0 3 ? * 6L *)",
        "cron(0 3 ? * 3#2 *)",
        "cron(0 3 * 1-11 ? *)",
        "cron(0 3 * * ? 2024/2)",
        "cron(0 3 * * ? 2025-2040)",
    ] {
        assert!(!is_weekly(text), "{text}");
    }
    for (name, changes) in
        [("Etc/UTC", 0), ("UTC", 0), ("Asia/Tokyo", 0), ("Europe/Berlin", 2), ("America/New_York", 2)]
    {
        let zone = zone(name);
        let all = zone.changes(super::ORIGIN).take_while(|change| change.year() == super::ORIGIN.year());
        assert_eq!(all.count(), changes, "{name}");
    }
}

/// A day at a time, against the calendar itself rather than against the crate that reads it.
#[test]
fn days_are_those_of_the_calendar() {
    use jiff::civil::{Weekday, date};
    let days = |text: &str| {
        let schedule = Schedule::read(text).unwrap();
        let utc = ZoneName::default();
        let runs = schedule.runs(&utc, &at("2024-01-01T00:00:00Z"));
        Vec::from_iter(
            runs.map(|run| run.to_string()[..10].to_owned()).take_while(|day| day.as_str() < "2030"),
        )
    };
    let expected = |fits: &dyn Fn(jiff::civil::Date) -> bool| {
        let all = date(2024, 1, 1).series(jiff::Span::new().days(1)).take_while(|day| day.year() < 2030);
        Vec::from_iter(all.filter(|day| fits(*day)).map(|day| day.to_string()))
    };
    let works = |day: jiff::civil::Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let nearest = |wanted: i8| {
        move |day: jiff::civil::Date| {
            let Ok(target) = date(day.year(), day.month(), 1).with().day(wanted).build() else {
                return false;
            };
            let all =
                (1..=day.days_in_month()).map(|n| date(day.year(), day.month(), n)).filter(|day| works(*day));
            all.min_by_key(|day| (day.day() - target.day()).abs()) == Some(day)
        }
    };
    assert_eq!(days("cron(0 3 L * ? *)"), expected(&|day| day.day() == day.days_in_month()));
    let last_working = |day: jiff::civil::Date| {
        (day.day()..=day.days_in_month()).filter(|n| works(day.with().day(*n).build().unwrap())).count() == 1
    };
    assert_eq!(days("cron(0 3 LW * ? *)"), expected(&|day| works(day) && last_working(day)));
    for wanted in [1, 2, 15, 30, 31] {
        assert_eq!(days(&format!("cron(0 3 {wanted}W * ? *)")), expected(&nearest(wanted)), "{wanted}W");
    }
    assert_eq!(days("cron(0 3 ? * L *)"), expected(&|day| day.weekday() == Weekday::Saturday));
    assert_eq!(
        days("cron(0 3 ? * 6L *)"),
        expected(&|day| day.weekday() == Weekday::Friday && day.day() + 7 > day.days_in_month())
    );
    assert_eq!(
        days("cron(0 3 ? * TUE#2 *)"),
        expected(&|day| day.weekday() == Weekday::Tuesday && (8..=14).contains(&day.day()))
    );
    assert_eq!(
        days("cron(0 3 ? * 2/2 *)"),
        expected(&|day| matches!(day.weekday(), Weekday::Monday | Weekday::Wednesday | Weekday::Friday))
    );
    assert_eq!(
        days("cron(0 3 ? * */3 *)"),
        expected(&|day| matches!(day.weekday(), Weekday::Sunday | Weekday::Wednesday | Weekday::Saturday))
    );
    assert_eq!(
        days("cron(0 3 ? 2/5 2-6 2025/2)"),
        expected(&|day| works(day) && day.year() % 2 == 1 && [2, 7, 12].contains(&day.month()))
    );
}
