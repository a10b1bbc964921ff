//! A card as one page of HTML: nothing to load, nothing that runs, good on a phone and on one sheet of paper.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::NOTHING;
use crate::language::Language;
use crate::sheet::{Body, Item, Kind, Part, Sheet};

const STYLE: &str = include_str!("card.css");

/// What a page may load: nothing but its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The whole page.
pub(crate) fn render(sheet: &Sheet) -> String {
    let paper = paper(sheet).unwrap_or(Paper::DENSE);
    let print = format!(":root {{ --print: {}pt; --columns: {}; }}\n", tenths(paper.size), paper.columns);
    let page = html! {
        (DOCTYPE)
        html lang=(tag(sheet.language)) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (sheet.title) }
                style { (PreEscaped(&print)) (PreEscaped(STYLE)) }
            }
            body {
                main {
                    header {
                        h1 { (sheet.title) }
                        @if let Some(date) = &sheet.date { p.date { (date) } }
                        p.lead { (sheet.lead) }
                        @if let Some(told) = &sheet.told { p.told { (told) } }
                    }
                    @if sheet.parts.is_empty() { p { (sheet.language.say(NOTHING)) } }
                    div.parts { @for part in &sheet.parts { (section(part)) } }
                    @if !sheet.notes.is_empty() {
                        footer { @for note in &sheet.notes { p { (note) " " } } }
                    }
                }
            }
        }
    };
    let mut page = page.into_string();
    page.push('\n');
    page
}

fn section(part: &Part) -> Markup {
    html! {
        section.alone[part.kind == Kind::LeaveAlone] {
            h2 {
                (part.heading)
                @if let Some(day) = &part.day { " " span.day { (day) } }
            }
            ul { @for item in &part.items { (entry(item)) } }
        }
    }
}

fn entry(item: &Item) -> Markup {
    html! {
        li.if[item.depends] {
            h3 { (item.head) }
            @match &item.body {
                Body::Spoken(text) => p.say { (text) },
                Body::Plain(text) => p.do { (text) },
            }
            @for or in &item.or { p.or { (or.when) " " span { (or.body.text()) } } }
        }
    }
}

fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::German => "de",
    }
}

/// How a card is set on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paper {
    /// The size of letters, in tenths of a point.
    size: usize,
    columns: usize,
}

impl Paper {
    const DENSE: Self = Self { size: 100, columns: 2 };
    /// The most generous first.
    const ALL: [Self; 4] = [
        Self { size: 125, columns: 1 },
        Self { size: 115, columns: 2 },
        Self { size: 108, columns: 2 },
        Self::DENSE,
    ];
}

/// The most generous setting in which the card fits one sheet, be it A4 or Letter; `None` when it fits in none.
///
/// Letters are counted, not measured, so the answer is the same on every machine. It is made for a wide font.
pub(crate) fn paper(sheet: &Sheet) -> Option<Paper> {
    Paper::ALL.into_iter().find(|paper| paper.holds(sheet))
}

/// The width and the height of A4 and of Letter without the margins. All lengths are in tenths of a point.
const SHEETS: [(usize, usize); 2] = [(5159, 7680), (5326, 7180)];
const GUTTER: usize = 230;
/// Around a heading, in hundredths of the size of letters.
const HEADING: usize = 95;
/// How much wider bold letters are, in hundredths.
const BOLD: usize = 110;

impl Paper {
    fn holds(self, sheet: &Sheet) -> bool {
        SHEETS.iter().all(|&(width, height)| self.height_of(sheet, width) <= height)
    }

    fn height_of(self, sheet: &Sheet, whole: usize) -> usize {
        let head = self.lines(&sheet.title, whole, 165).saturating_mul(self.of(190))
            + sheet
                .date
                .iter()
                .chain([&sheet.lead])
                .chain(&sheet.told)
                .map(|it| self.height(it, whole, 0))
                .sum::<usize>()
            + self.of(160);
        let foot = self.height(&sheet.notes.join(" "), whole, 0) + self.of(90);
        let gutters = GUTTER.saturating_mul(self.columns.saturating_sub(1));
        let width = whole.saturating_sub(gutters).checked_div(self.columns).unwrap_or(whole);
        let parts: usize = sheet.parts.iter().map(|part| self.part(part, width)).sum();
        // Columns break between entries, so one may be longer than the other by as much as the longest entry with its heading.
        let longest = sheet.parts.iter().flat_map(|part| &part.items).map(|item| self.item(item, width));
        let longest = longest.max().unwrap_or_default() + self.of(HEADING);
        let slack = if self.columns > 1 { longest.div_ceil(2) } else { 0 };
        let column = parts.div_ceil(self.columns) + slack;
        head + column + foot
    }

    fn part(self, part: &Part, width: usize) -> usize {
        let heading = match &part.day {
            Some(day) => format!("{} · {day}", part.heading),
            None => part.heading.clone(),
        };
        let items: usize = part.items.iter().map(|item| self.item(item, width)).sum();
        self.height(&heading, width, 0) + self.of(HEADING) + items
    }

    fn item(self, item: &Item, width: usize) -> usize {
        let indent = self.of(150);
        let or: usize = item
            .or
            .iter()
            .map(|or| self.height(&format!("{} {}", or.when, or.body.text()), width, indent))
            .sum();
        let weight = if item.depends { 100 } else { BOLD };
        let head = self.lines(&item.head, width.saturating_sub(indent), weight);
        head.saturating_mul(self.of(137)) + self.height(item.body.text(), width, indent) + or + self.of(52)
    }

    /// The height of a paragraph.
    fn height(self, text: &str, width: usize, indent: usize) -> usize {
        self.lines(text, width.saturating_sub(indent), 100).saturating_mul(self.of(137))
    }

    /// How many lines a text takes, in letters of so many hundredths of the usual size.
    fn lines(self, text: &str, width: usize, hundredths: usize) -> usize {
        // The mean width of letters in a wide font: 52 hundredths of their size.
        let letter = self.size.saturating_mul(hundredths).saturating_mul(52).div_ceil(10_000);
        let letters = width.checked_div(letter).unwrap_or(1).max(1);
        if text.is_empty() { 0 } else { textwrap::wrap(text, letters).len() }
    }

    /// So many hundredths of the size of letters.
    fn of(self, hundredths: usize) -> usize {
        self.size.saturating_mul(hundredths).div_ceil(100)
    }
}

/// "12.5" for 125.
fn tenths(number: usize) -> String {
    let (whole, rest) =
        (number.checked_div(10).unwrap_or_default(), number.checked_rem(10).unwrap_or_default());
    format!("{whole}.{rest}")
}
