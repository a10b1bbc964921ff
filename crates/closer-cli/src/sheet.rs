//! What stands on a card, in words, before it is laid out: the same content for paper, the terminal and a calendar.
//!
//! Every text here is clean (see [`clean`]): a layout may print it as it is.

use closer_core::{Card, CardLine, CardWarning, Surprise};
use jiff::civil::DateTime;

use crate::calendar::{Interview, day};
use crate::language::Language;
use crate::words::{clean, sentence};

/// How much of what was told is said again, in letters: two lines.
const TOLD: usize = 150;
/// The longest words for a moment or an assumption, for what to do or when, and for what to say, in letters. No pack needs as many; with more, one
/// entry could be larger than the paper.
const NAME: usize = 80;
const HEAD: usize = 160;
const BODY: usize = 400;
/// What is said of something whose condition was too large to work out.
const TOO_MUCH: &str = "it hangs on more than can be said in a line";
/// How many assumptions are named.
const ASSUMED: usize = 3;

/// A card in words.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) language: Language,
    pub(crate) title: String,
    /// When the interview is.
    pub(crate) date: Option<String>,
    /// A kind word.
    pub(crate) lead: String,
    /// What was told.
    pub(crate) told: Option<String>,
    pub(crate) parts: Vec<Part>,
    /// Small print.
    pub(crate) notes: Vec<String>,
}

/// A moment, or what is true at all of them.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) heading: String,
    pub(crate) kind: Kind,
    /// Its name in the pack, and when it comes.
    pub(crate) moment: Option<(String, DateTime)>,
    /// The same in words.
    pub(crate) day: Option<String>,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What to do at one moment.
    Moment,
    /// What to do when things turn out otherwise.
    Surprises,
    /// What to leave alone.
    LeaveAlone,
}

/// One entry of a card.
#[derive(Debug)]
pub(crate) struct Item {
    /// What to do, or when to do it.
    pub(crate) head: String,
    /// It depends on what the head says.
    pub(crate) depends: bool,
    /// What to do, for a calendar.
    pub(crate) action: String,
    pub(crate) body: Body,
    /// What could take its place.
    pub(crate) or: Vec<Or>,
}

/// What could take an entry's place.
#[derive(Debug)]
pub(crate) struct Or {
    /// "or", "or, if you want the job".
    pub(crate) when: String,
    pub(crate) body: Body,
}

/// Words to say, or something to do or know.
#[derive(Debug)]
pub(crate) enum Body {
    /// In quotation marks.
    Spoken(String),
    Plain(String),
}

impl Body {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Spoken(text) | Self::Plain(text) => text,
        }
    }
}

impl Sheet {
    /// Puts a card into words. `title` goes in place of the usual one.
    pub(crate) fn new(
        card: &Card,
        title: Option<&str>,
        interview: Option<&Interview>,
        language: Language,
    ) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        for section in &card.sections {
            let when = section.follow_up.zip(interview).map(|(it, interview)| interview.follow_up(it));
            parts.push(Part {
                heading: brief(&section.title, NAME),
                kind: Kind::Moment,
                moment: when.map(|when| (section.moment.to_string(), when)),
                // On the day itself its name says it.
                day: when
                    .filter(|when| interview.is_some_and(|it| it.start.date() != when.date()))
                    .map(|when| day(when.date(), language)),
                items: section.lines.iter().map(|line| item(line, language)).collect(),
            });
        }
        let part = |heading, kind, items| Part { heading, kind, moment: None, day: None, items };
        let surprises = card.surprises.iter().map(|it| surprise(it, language)).collect();
        parts.push(part(language.say("Just in case").to_owned(), Kind::Surprises, surprises));
        let warnings = card.leave_alone.iter().map(warning).collect();
        parts.push(part(language.say("Leave alone").to_owned(), Kind::LeaveAlone, warnings));
        parts.retain(|part| !part.items.is_empty());
        let usual = language.say("A good end to your interview");
        Self {
            language,
            title: title.map(clean).filter(|title| !title.is_empty()).unwrap_or_else(|| usual.to_owned()),
            date: interview.map(|it| {
                let time = it.start.time();
                let time = format!("{:02}:{:02}", time.hour(), time.minute());
                language.fill("{}, {}", &[&day(it.start.date(), language), &time])
            }),
            lead: language.say("Use what feels like you. You need not say it all.").to_owned(),
            told: told(card, language),
            notes: notes(card, interview.is_some(), language),
            parts,
        }
    }
}

/// A clean text of at most so many letters, cut between words where it is longer.
fn brief(text: &str, most: usize) -> String {
    let text = clean(text);
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let start = text.get(..end).unwrap_or_default();
    let words = start.rsplit_once(' ').map_or(start, |(words, _)| words);
    format!("{}…", words.trim_end_matches([' ', ',', ';', '.']))
}

fn body(say: Option<&str>, otherwise: &str, language: Language) -> Body {
    match say {
        Some(say) => Body::Spoken(language.spoken(&brief(say, BODY))),
        None => Body::Plain(sentence(&brief(otherwise, BODY))),
    }
}

fn item(line: &CardLine, language: Language) -> Item {
    let action = brief(&line.title, HEAD);
    let say = line.say.as_deref();
    let or = line.or.iter().map(|other| Or {
        when: match (&other.only_if_words, other.depends) {
            (Some(words), _) => language.fill("or, if {}:", &[&brief(words, HEAD)]),
            (None, true) => language.fill("or, though {}:", &[language.say(TOO_MUCH)]),
            (None, false) => language.say("or:").to_owned(),
        },
        body: body(other.say.as_deref(), &other.title, language),
    });
    let or = or.collect();
    let on = match &line.only_if_words {
        Some(words) => Some(language.fill("If {}", &[&brief(words, HEAD)])),
        None => line.depends.then(|| sentence(language.say(TOO_MUCH)).trim_end_matches('.').to_owned()),
    };
    match on {
        Some(head) => Item { head, depends: true, body: body(say, &action, language), action, or },
        None => Item {
            head: action.clone(),
            depends: false,
            body: body(say, &line.because, language),
            action,
            or,
        },
    }
}

fn surprise(it: &Surprise, language: Language) -> Item {
    let action = brief(&it.title, HEAD);
    Item {
        head: language.fill("If {}", &[&brief(&it.words, HEAD)]),
        depends: true,
        body: body(it.say.as_deref(), &action, language),
        action,
        or: Vec::new(),
    }
}

fn warning(it: &CardWarning) -> Item {
    let action = brief(&it.title, HEAD);
    let body = Body::Plain(sentence(&brief(it.instead.as_deref().unwrap_or(&it.because), BODY)));
    Item { head: action.clone(), depends: false, action, body, or: Vec::new() }
}

/// What was told, in a sentence that fits.
fn told(card: &Card, language: Language) -> Option<String> {
    let mut room = TOLD;
    let mut said: Vec<String> = Vec::new();
    for words in card.known_words.iter().map(|words| clean(words)) {
        let Some(left) = room.checked_sub(words.chars().count()) else { continue };
        room = left;
        said.push(words);
    }
    match (said.is_empty(), card.known_words.len().saturating_sub(said.len())) {
        (true, _) => None,
        (false, 0) => Some(language.fill("You told me that {}.", &[&language.list(&said)])),
        (false, _) => Some(language.fill("You told me that {}, and more.", &[&said.join(", ")])),
    }
}

fn notes(card: &Card, dated: bool, language: Language) -> Vec<String> {
    let mut notes = Vec::new();
    let mut assumed: Vec<_> = card.assumed.iter().collect();
    assumed.sort_by_key(|it| std::cmp::Reverse(it.matters_for.len()));
    let named: Vec<String> = assumed.iter().take(ASSUMED).map(|it| brief(&it.words, NAME)).collect();
    match (named.is_empty(), assumed.len() > named.len()) {
        (true, _) => {}
        (false, false) => notes.push(language.fill("I assumed that {}.", &[&language.list(&named)])),
        (false, true) => {
            notes.push(language.fill("I assumed that {}, and other usual things.", &[&named.join(", ")]));
        }
    }
    if card.left_out > 0 {
        let number = card.left_out.to_string();
        notes.push(language.fill("To keep it to one page, {} smaller things are left out.", &[&number]));
    }
    if dated {
        notes.push(language.say("Weekends are skipped; holidays are not known.").to_owned());
    }
    notes
}
