//! The follow-ups as an iCalendar file (RFC 5545).
//!
//! The few lines that are needed are written here: the libraries for it bring a clock and random numbers, and the same card should give
//! the same file.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::calendar::{Interview, Point};
use crate::safe::{calendar_line, calendar_text};
use crate::sheet::{Item, Part, Sheet};
use crate::words::put;

/// One event for each moment that is counted from the interview and has something to do.
pub(crate) fn render(sheet: &Sheet, interview: &Interview, pack: &str) -> String {
    let mut calendar = Calendar::default();
    calendar.line("BEGIN", "VCALENDAR");
    calendar.line("VERSION", "2.0");
    calendar.line("PRODID", concat!("-//closer//closer ", env!("CARGO_PKG_VERSION"), "//EN"));
    calendar.line("CALSCALE", "GREGORIAN");
    calendar.line("METHOD", "PUBLISH");
    for part in &sheet.parts {
        let Some((moment, when)) = &part.moment else { continue };
        calendar.event(sheet, part, interview, &format!("{pack}-{moment}"), *when);
    }
    calendar.line("END", "VCALENDAR");
    calendar.0
}

#[derive(Default)]
struct Calendar(String);

impl Calendar {
    fn event(&mut self, sheet: &Sheet, part: &Part, interview: &Interview, name: &str, when: DateTime) {
        let begins = interview.point(interview.start);
        self.line("BEGIN", "VEVENT");
        // Made from the interview alone, so that a newer card for it takes the place of an older one.
        self.line("UID", &format!("{name}-{}@closer.invalid", written(begins)));
        self.line("DTSTAMP", &stamp(begins));
        self.line("DTSTART", &written(interview.point(when)));
        self.line("DURATION", "PT15M");
        self.line("TRANSP", "TRANSPARENT");
        let summary = summary(part, sheet);
        self.text("SUMMARY", &summary);
        let mut content: Vec<String> = vec![part.heading.clone()];
        content.extend(part.items.iter().map(words));
        content.extend(sheet.notes.last().cloned());
        self.text("DESCRIPTION", &content.join("\n\n"));
        self.line("BEGIN", "VALARM");
        self.line("ACTION", "DISPLAY");
        self.line("TRIGGER", "PT0S");
        self.text("DESCRIPTION", &summary);
        self.line("END", "VALARM");
        self.line("END", "VEVENT");
    }

    fn text(&mut self, name: &str, content: &str) {
        self.line(name, &calendar_text(content));
    }

    fn line(&mut self, name: &str, value: &str) {
        self.0.push_str(&calendar_line(name, value));
    }
}

/// The first thing to do; where all depends, it says so.
fn summary(part: &Part, sheet: &Sheet) -> String {
    let certain = part.items.iter().find(|item| !item.depends);
    match (certain, part.items.first()) {
        (Some(item), _) => item.action.clone(),
        (None, Some(item)) => sheet.language.fill("{}, if it fits", &[&item.action]),
        (None, None) => part.heading.clone(),
    }
}

fn words(item: &Item) -> String {
    let mut words = format!("{}: {}", item.head, item.body.text());
    for or in &item.or {
        put(&mut words, format_args!("\n{} {}", or.when, or.body.text()));
    }
    words
}

fn written(point: Point) -> String {
    match point {
        Point::Local(local) => local.strftime("%Y%m%dT%H%M%S").to_string(),
        Point::Instant(_) => stamp(point),
    }
}

/// When the event was made: nobody asks a clock, so it is the interview itself.
fn stamp(point: Point) -> String {
    let utc = match point {
        Point::Local(local) => local,
        Point::Instant(instant) => instant.to_zoned(TimeZone::UTC).datetime(),
    };
    utc.strftime("%Y%m%dT%H%M%SZ").to_string()
}
