//! The day of the interview, and the days that follow from it.

use closer_core::model::FollowUp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::failure::Failure;
use crate::language::Language;
use crate::words::clean;

/// When the interview begins: a local time, and the zone it is local to where that was said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Interview {
    pub(crate) start: DateTime,
    zone: Option<TimeZone>,
    /// When it begins for certain, where an offset says so beside the zone.
    exact: Option<Timestamp>,
}

/// A point in time as a calendar wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Point {
    /// Wherever the calendar is looked at.
    Local(DateTime),
    /// The same instant everywhere.
    Instant(Timestamp),
}

/// On a follow-up day nothing is asked for later than this hour.
const EVENING: i8 = 21;

impl Interview {
    /// Reads `2026-11-24T10:00`, with `[Europe/Zurich]` or `+01:00` behind it where the zone matters.
    pub(crate) fn read(text: &str, language: Language) -> Result<Self, Failure> {
        let said = clean(text);
        let refused = |message: String, tip: &str| Failure::told_in(language, message, tip);
        let shape = || {
            refused(
                language.fill("`--interview-at {}` is not a day and a time", &[&said]),
                language
                    .say("write it as 2026-11-24T10:00, or with a zone as 2026-11-24T10:00[Europe/Zurich]"),
            )
        };
        let unknown_zone = || {
            refused(
                language.fill("`--interview-at {}` names a time zone that is not known", &[&said]),
                language.say("name its region and a city, such as [Europe/Zurich] or [America/New_York]"),
            )
        };
        let without_zone = text.split_once('[').and_then(|(before, _)| Pieces::parse(before).ok());
        let pieces = Pieces::parse(text).map_err(|_| without_zone.map_or_else(shape, |_| unknown_zone()))?;
        let mut start = pieces.date().to_datetime(pieces.time().ok_or_else(shape)?);
        let mut exact = None;
        // Calendars know four digits; before that nobody had this program.
        if !(1900..=9900).contains(&start.year()) {
            return Err(refused(
                language.fill("`--interview-at {}` is in a year that calendars do not have", &[&said]),
                language.say("write a year from 1900 to 9900"),
            ));
        }
        let zone = match (pieces.time_zone_annotation(), pieces.to_numeric_offset()) {
            (None, offset) => offset.map(TimeZone::fixed),
            (Some(_), Some(_)) => {
                pieces.to_time_zone().map_err(|_| unknown_zone())?;
                let zoned: Zoned = text.parse().map_err(|_| {
                    refused(
                        language.fill(
                            "`--interview-at {}` has an offset that its time zone does not have then",
                            &[&said],
                        ),
                        language.say("leave out the offset, or the zone"),
                    )
                })?;
                // `Z` is the time elsewhere, and of an hour that comes twice the offset says which.
                (start, exact) = (zoned.datetime(), Some(zoned.timestamp()));
                Some(zoned.time_zone().clone())
            }
            (Some(_), None) => pieces.to_time_zone().map_err(|_| unknown_zone())?,
        };
        Ok(Self { start, zone, exact })
    }

    /// When a follow-up comes, where the interview was. Weekends are skipped; what goes past the evening comes in the evening.
    pub(crate) fn follow_up(&self, follow_up: FollowUp) -> DateTime {
        let day = working_days_after(self.start.date(), follow_up.working_days);
        let begins = day.to_datetime(self.start.time());
        let evening = day.at(EVENING, 0, 0, 0).max(begins);
        let later = jiff::SignedDuration::from_hours(i64::from(follow_up.hours));
        begins.checked_add(later).map_or(evening, |then| then.min(evening))
    }

    /// A local time of the interview's place for a calendar. A time that the clocks skip is the one after.
    pub(crate) fn point(&self, local: DateTime) -> Point {
        if let (true, Some(exact)) = (local == self.start, self.exact) {
            return Point::Instant(exact);
        }
        let instant = |zone: &TimeZone| zone.to_ambiguous_timestamp(local).compatible().ok();
        self.zone.as_ref().and_then(instant).map_or(Point::Local(local), Point::Instant)
    }
}

fn working_days_after(day: Date, mut left: u16) -> Date {
    let mut day = day;
    while left > 0 {
        // The calendar ends in the year 9999, which is far off.
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left = left.saturating_sub(1);
        }
    }
    day
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// "Tuesday, 24 November".
pub(crate) fn day(date: Date, language: Language) -> String {
    let number = date.day();
    let weekday = language.say(match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    });
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let month = language.say(month.copied().unwrap_or_default());
    language.fill("{}, {} {}", &[weekday, &number.to_string(), month])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interview(text: &str) -> Interview {
        Interview::read(text, Language::English).unwrap()
    }

    fn later(at: &str, working_days: u16, hours: u8) -> String {
        let moments = closer_core::RuleSet::closing().moments().to_vec();
        let mut follow_up = moments.iter().find_map(|moment| moment.follow_up).unwrap();
        (follow_up.working_days, follow_up.hours) = (working_days, hours);
        interview(at).follow_up(follow_up).to_string()
    }

    #[test]
    fn weekends_are_no_working_days() {
        // A Friday, a Saturday, a Sunday.
        for day in ["2026-11-27", "2026-11-28", "2026-11-29"] {
            assert_eq!(later(&format!("{day}T10:00"), 1, 0), "2026-11-30T10:00:00");
            assert_eq!(later(&format!("{day}T10:00"), 0, 0), format!("{day}T10:00:00"));
        }
        assert_eq!(later("2026-11-24T10:00", 5, 0), "2026-12-01T10:00:00");
        assert_eq!(later("2028-02-28T10:00", 1, 0), "2028-02-29T10:00:00");
        assert_eq!(later("2026-12-31T10:00", 1, 0), "2027-01-01T10:00:00");
    }

    #[test]
    fn a_follow_up_stays_on_its_day() {
        assert_eq!(later("2026-11-24T16:00", 0, 4), "2026-11-24T20:00:00");
        assert_eq!(later("2026-11-24T19:00", 0, 4), "2026-11-24T21:00:00");
        assert_eq!(later("2026-11-24T22:30", 0, 4), "2026-11-24T22:30:00");
        assert_eq!(later("9900-12-31T23:00", 365, 23).len(), "9999-12-31T23:00:00".len());
    }

    #[test]
    fn the_zone_tells_the_instant() {
        let instant = |at: &str| match interview(at).point(interview(at).start) {
            Point::Instant(instant) => instant.to_string(),
            Point::Local(local) => format!("local {local}"),
        };
        assert_eq!(instant("2026-11-24T10:00[Europe/Zurich]"), "2026-11-24T09:00:00Z");
        assert_eq!(instant("2026-07-24 10:00[Europe/Zurich]"), "2026-07-24T08:00:00Z");
        assert_eq!(instant("2026-07-24T10:00+02:00[Europe/Zurich]"), "2026-07-24T08:00:00Z");
        assert_eq!(instant("2026-11-24T10:00Z[Europe/Zurich]"), "2026-11-24T10:00:00Z");
        assert_eq!(interview("2026-11-24T23:30Z[Europe/Zurich]").start.to_string(), "2026-11-25T00:30:00");
        // Half past two comes twice.
        assert_eq!(instant("2026-10-25T02:30[Europe/Zurich]"), "2026-10-25T00:30:00Z");
        assert_eq!(instant("2026-10-25T02:30+01:00[Europe/Zurich]"), "2026-10-25T01:30:00Z");
        assert_eq!(instant("2026-11-24T10:00-05:00"), "2026-11-24T15:00:00Z");
        assert_eq!(instant("2026-11-24T10:00Z"), "2026-11-24T10:00:00Z");
        assert_eq!(instant("2026-11-24T10:00"), "local 2026-11-24T10:00:00");
        // The clocks skip from two to three.
        assert_eq!(instant("2026-03-29T02:30[Europe/Zurich]"), "2026-03-29T01:30:00Z");
    }

    #[test]
    fn what_is_no_time_is_refused_and_told_why() {
        for (text, why) in [
            ("", "not a day and a time"),
            ("tomorrow", "not a day and a time"),
            ("2026-11-24", "not a day and a time"),
            ("10:00", "not a day and a time"),
            ("2026-13-24T10:00", "not a day and a time"),
            ("tomorrow[Europe/Zurich]", "not a day and a time"),
            ("2026-11-24T10:00[Europe/Zurch]", "time zone that is not known"),
            ("2026-11-24T10:00[Berlin]", "time zone that is not known"),
            ("2026-11-24T10:00[America/New York]", "time zone that is not known"),
            ("2026-11-24T10:00+01:00[Europe/Zurch]", "time zone that is not known"),
            ("2026-11-24T10:00+05:00[Europe/Zurich]", "offset that its time zone does not have"),
            ("-000044-03-15T10:00", "a year that calendars do not have"),
            ("9901-03-15T10:00", "a year that calendars do not have"),
        ] {
            let Err(Failure::Plain(refused)) = Interview::read(text, Language::English) else {
                panic!("{text} is read");
            };
            assert!(refused.message.contains(why), "{text}: {}", refused.message);
        }
    }

    #[test]
    fn days_are_named() {
        let date = interview("2026-03-04T10:00").start.date();
        assert_eq!(day(date, Language::English), "Wednesday, 4 March");
        assert_eq!(day(date, Language::German), "Mittwoch, 4. März");
    }
}
