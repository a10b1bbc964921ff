//! What someone sees who has typed nothing but the program's name.

use crate::language::Language;
use crate::render::{ASIDE, TITLE};
use crate::words::put;

/// The first screen.
pub(crate) fn screen(language: Language) -> String {
    let lines = [
        ("closer suggest", "what to do, if the interview is an ordinary one"),
        ("closer suggest --went-well --level mid", "say how it went, and for what job"),
        ("closer ask", "answer a few questions, then see what to do"),
        ("closer card -o card.html", "take it along, on one page"),
        ("closer suggest -h", "see what else you can tell"),
    ];
    let about = language.say("closer: what to say at the end of a job interview, and why");
    let about = about.replacen("closer", &format!("{TITLE}closer{TITLE:#}"), 1);
    let mut screen = format!("{about}\n\n");
    for (command, meaning) in lines {
        let meaning = language.say(meaning);
        put(&mut screen, format_args!("  {command}\n    {ASIDE}{meaning}{ASIDE:#}\n"));
    }
    let closing =
        language.say("Tell only what you know. The rest is left open,\nand you see what depends on it.");
    put(&mut screen, format_args!("\n{closing}\n"));
    screen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_commands_is_the_same_in_two_languages() {
        let english = screen(Language::English);
        for line in screen(Language::German).lines().filter(|line| !line.trim_start().starts_with("closer "))
        {
            assert!(line.is_empty() || !english.lines().any(|other| other == line), "{line}");
        }
    }
}
