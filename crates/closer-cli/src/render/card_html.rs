//! A card as one page of HTML: nothing to load, nothing that runs, good on a phone and on one sheet of paper.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::NOTHING;
use super::card_paper::Paper;
use crate::language::Language;
use crate::sheet::{Body, Item, Kind, Part, Sheet};

const STYLE: &str = include_str!("card.css");

/// What a page may load: nothing but its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The whole page.
pub(crate) fn render(sheet: &Sheet) -> String {
    let paper = Paper::of(sheet).unwrap_or(Paper::DENSE);
    let print = format!(":root {{ --print: {}pt; --columns: {}; }}\n", paper.points(), paper.columns);
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
