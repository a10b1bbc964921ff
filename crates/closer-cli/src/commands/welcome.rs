//! What someone sees who has typed nothing but the program's name.

use crate::render::{ASIDE, TITLE};
use crate::words::put;

/// The first screen.
pub(crate) fn screen() -> String {
    let lines = [
        ("closer suggest", "what to do, if the interview is an ordinary one"),
        ("closer suggest --went-well --level mid", "say how it went, and for what job"),
        ("closer suggest -h", "see what else you can tell"),
    ];
    let mut screen =
        format!("{TITLE}closer{TITLE:#}: what to say at the end of a job interview, and why\n\n");
    for (command, meaning) in lines {
        put(&mut screen, format_args!("  {command}\n    {ASIDE}{meaning}{ASIDE:#}\n"));
    }
    screen.push_str("\nTell only what you know. The rest is left open,\nand you see what depends on it.\n");
    screen
}
