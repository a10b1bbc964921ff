//! German. Half sentences of packs end with their verb there, so they follow `wenn`, `dass` or `weil`.

/// The German for an English sentence of the program.
pub(super) fn find(english: &str) -> Option<&'static str> {
    GERMAN.iter().find(|(from, _)| *from == english).map(|(_, to)| *to)
}

/// Every English sentence.
pub(super) fn sentences() -> impl Iterator<Item = &'static str> {
    GERMAN.iter().map(|(english, _)| *english)
}

/// English, German.
const GERMAN: &[(&str, &str)] = &[
    // Headings.
    ("It depends", "Es kommt darauf an"),
    ("Leave alone", "Lieber lassen"),
    ("Just as possible", "Genauso möglich"),
    ("Not for now", "Jetzt nicht"),
    ("Taken for granted", "Vorausgesetzt"),
    // Advice.
    ("Nothing to suggest yet, from what you have told.", "Noch kein Vorschlag zu dem, was du erzählt hast."),
    ("or instead: ", "oder stattdessen: "),
    ("Or instead: {}", "Oder stattdessen: {}"),
    ("only if {}", "nur wenn {}"),
    ("leave it alone if {}", "lass es, wenn {}"),
    ("it hangs on more than can be said in a line", "das hängt an mehr, als in eine Zeile passt"),
    ("({})", "(weil {})"),
    ("our own addition", "unsere eigene Ergänzung"),
    ("our own view", "unsere eigene Sicht"),
    ("{} of {} sources", "{} von {} Quellen"),
    ("source", "Quelle"),
    ("sources", "Quellen"),
    ("Sources differ.", "Die Quellen sind sich nicht einig."),
    (" In favour: ", " Dafür: "),
    (" Against: ", " Dagegen: "),
    // What was left out, and what was assumed.
    ("to do", "zu tun"),
    ("that depends", "noch offen"),
    ("that depend", "noch offen"),
    ("to leave alone", "zu lassen"),
    ("See all with --all.", "Alles siehst du mit --all."),
    ("Not shown: {}.", "Nicht gezeigt: {}."),
    ("Not shown: {}. See all with --all.", "Nicht gezeigt: {}. Alles siehst du mit --all."),
    ("I assumed that {}.", "Ich nehme an, dass {}."),
    (
        "I assumed that {}, and other usual things.",
        "Ich nehme an, dass {} und auch sonst alles wie üblich ist.",
    ),
    ("{}", "dass {}"),
    ("It matters for: {}.", "Davon hängt ab: {}."),
    ("{} more", "{} weitere"),
    ("{} It could change this list:", "{} Das könnte diese Liste ändern:"),
    // The first screen.
    (
        "closer: what to say at the end of a job interview, and why",
        "closer: was du am Ende eines Vorstellungsgesprächs sagen kannst, und warum",
    ),
    (
        "what to do, if the interview is an ordinary one",
        "was zu tun ist, wenn es ein gewöhnliches Gespräch ist",
    ),
    ("say how it went, and for what job", "sag, wie es lief und um welche Stelle es geht"),
    ("see what else you can tell", "sieh, was du sonst noch erzählen kannst"),
    (
        "Tell only what you know. The rest is left open,\nand you see what depends on it.",
        "Erzähl nur, was dir bekannt ist. Der Rest bleibt offen,\nund du siehst, was davon abhängt.",
    ),
    // Help.
    (
        "What to say at the end of a job interview, and why",
        "Was du am Ende eines Vorstellungsgesprächs sagen kannst, und warum",
    ),
    ("Say what to do now, and why", "Sagt, was jetzt zu tun ist, und warum"),
    ("Start a rule pack with an example and a test", "Legt neue Regeln an, mit Beispiel und Test"),
    ("Find mistakes in rule packs", "Findet Fehler in Regeln"),
    ("Run the tests of a rule pack", "Prüft Regeln mit ihren eigenen Tests"),
    (
        "Show which interviews get other advice after a change",
        "Zeigt, in welchen Gesprächen nach einer Änderung anderes geraten wird",
    ),
    (
        "Describe a rule pack: what it knows, what it advises, and when",
        "Beschreibt Regeln: was sie wissen, was sie raten und wann",
    ),
    (
        "Advise on many interviews, one JSON object a line",
        "Berät zu vielen Gesprächen, ein JSON-Objekt je Zeile",
    ),
    (
        "Print the JSON Schema of rule files, for editors",
        "Gibt das JSON-Schema der Regeldateien aus, für Editoren",
    ),
    (
        "Print this message or the help of the given subcommand(s)",
        "Zeigt diese Hilfe oder die zu einem Befehl",
    ),
    ("Usage:", "Aufruf:"),
    ("Commands", "Befehle"),
    ("Options", "Optionen"),
    ("OPTIONS", "OPTIONEN"),
    ("COMMAND", "BEFEHL"),
    ("VALUE", "WERT"),
    ("FACT=VALUE", "NAME=WERT"),
    ("FILE", "DATEI"),
    ("FILE|DIR", "DATEI|ORDNER"),
    ("LANG", "SPRACHE"),
    ("WHEN", "WANN"),
    ("{} [default: {}]", "{} [Vorgabe: {}]"),
    ("What you know (all optional)", "Was du erzählen kannst (alles freiwillig)"),
    ("Say that {}", "Sag, dass {}"),
    ("{} [{} to {}]", "{} [{} bis {}]"),
    ("{} Tell it with --set {}=VALUE.", "{} Sag es mit --set {}=WERT."),
    (
        "Use this rule pack in place of the built-in one, or on top of it if it says so; can be given several times [env: CLOSER_RULES]",
        "Diese Regeln statt der eingebauten verwenden, oder zusätzlich, wenn sie darauf aufbauen; mehrmals möglich [Umgebung: CLOSER_RULES]",
    ),
    ("Use colour: auto, always or never", "Farbe verwenden: auto, always (immer) oder never (nie)"),
    (
        "Speak this language, such as de [env: CLOSER_LANG]",
        "Diese Sprache sprechen, etwa en [Umgebung: CLOSER_LANG]",
    ),
    ("Print the answer and nothing else", "Nur die Antwort ausgeben"),
    ("Print help", "Hilfe zeigen"),
    ("Print the version", "Die Version zeigen"),
    (
        "Read what you know from a TOML or JSON file (- for standard input)",
        "Aus einer TOML- oder JSON-Datei lesen, was du zu erzählen hast (- für die Standardeingabe)",
    ),
    (
        "Tell any fact by its name; can be given several times",
        "Eine Angabe unter ihrem Namen machen; mehrmals möglich",
    ),
    ("How many things to do are shown", "Wie viele Vorschläge gezeigt werden"),
    (
        "Show everything: alternatives, all warnings, and what does not come up",
        "Alles zeigen: Alternativen, alle Warnungen und was nicht zur Sprache kommt",
    ),
    ("Take nothing for granted that was not told", "Nichts annehmen, was du nicht gesagt hast"),
    ("How to print it: text, json or markdown", "In welcher Form: text, json oder markdown"),
    ("--help shows everything you can tell.", "--help zeigt alles, was du erzählen kannst."),
    (
        "A value can also be a list (in_person,video), a bound (\">=management\", \"2..5\"), what it is not (\"!phone\"), or unknown.\nWhat you leave out is unknown, or taken to be as usual; --strict takes nothing as usual.",
        "Ein Wert kann auch eine Liste sein (in_person,video), eine Grenze (\">=management\", \"2..5\"), was es nicht ist (\"!phone\"), oder unknown (unbekannt).\nWas du nicht sagst, ist unbekannt oder wie üblich; mit --strict gilt nichts als üblich.",
    ),
    (
        "A value can also be a list (in_person,video), a bound (\">=management\", \"2..5\"), what it is not (\"!phone\"), or unknown.\nWhat you leave out is asked for, or taken to be as usual.",
        "Ein Wert kann auch eine Liste sein (in_person,video), eine Grenze (\">=management\", \"2..5\"), was es nicht ist (\"!phone\"), oder unknown (unbekannt).\nWas du nicht sagst, danach wirst du gefragt, oder es ist wie üblich.",
    ),
    // Mistakes on the command line.
    ("error:", "Fehler:"),
    ("tip:", "Tipp:"),
    ("`{}` is not known here", "`{}` kenne ich nicht"),
    ("did you mean `{}`?", "meintest du `{}`?"),
    ("`{}` cannot be `{}`", "`{}` kann nicht `{}` sein"),
    ("`{}` and `{}` cannot be used together", "`{}` und `{}` gehen nicht zusammen"),
    ("`{}` needs a value", "nach `{}` fehlt der Wert"),
    ("`{}` takes no value", "nach `{}` steht kein Wert"),
    ("`{}` is missing", "es fehlt `{}`"),
    ("`{}` can be given only once", "`{}` geht nur einmal"),
    (
        "JSON has no place for the days to follow up",
        "JSON hat keinen Platz für die Tage, an denen du dich wieder meldest",
    ),
    (
        "leave `--interview-at` out, or make a page or a calendar",
        "lass `--interview-at` weg, oder nimm eine Seite oder einen Kalender",
    ),
    ("only a page has a title", "nur eine Seite hat einen Titel"),
    (
        "leave `--title` out, or make a page: -o card.html",
        "lass `--title` weg, oder mach eine Seite: -o card.html",
    ),
    ("keep it to 80 characters", "nimm höchstens 80 Zeichen"),
    ("write a whole number, 1 or more", "schreib eine ganze Zahl, mindestens 1"),
    ("see what is possible with --help", "mit --help siehst du, was möglich ist"),
    ("`{}` and `{}` belong together", "`{}` und `{}` gehören zusammen"),
    ("write `{}={}`", "schreib `{}={}`"),
    ("`--{}={}` leaves nothing that could be true", "bei `--{}={}` bleibt nichts übrig, was stimmen könnte"),
    (
        "`--set {}` and `--set {}` speak of the same fact",
        "`--set {}` und `--set {}` sagen beide etwas zu derselben Angabe",
    ),
    ("`--set {}` does not say what the fact is", "`--set {}` sagt nicht, was der Fall ist"),
    (
        "write it as FACT=VALUE, for example `--set level=mid`",
        "schreib NAME=WERT, zum Beispiel `--set level=mid`",
    ),
    ("possible: {}", "möglich sind: {}"),
    ("{} to {}", "{} bis {}"),
    ("there is no fact `{}`", "`{}` kenne ich nicht"),
    // Questions.
    ("Answer a few questions, then see what to do", "Stellt ein paar Fragen und sagt dann, was zu tun ist"),
    (
        "What you tell as options is not asked. --help shows everything you can tell.",
        "Was du als Option sagst, wird nicht gefragt. --help zeigt alles, was du erzählen kannst.",
    ),
    ("standard input is where your answers come from", "die Standardeingabe ist für deine Antworten da"),
    (
        "put what you know into a file, and name it",
        "schreib in eine Datei, was du zu erzählen hast, und gib ihren Namen an",
    ),
    ("the questions cannot be asked: {}", "die Fragen lassen sich nicht stellen: {}"),
    ("The same again, without questions:", "Noch einmal dasselbe, ohne Fragen:"),
    (
        "A few questions, the most telling first. Type a number. Enter skips, b goes back, d shows the advice now.",
        "Ein paar Fragen, die wichtigsten zuerst. Tippe eine Nummer. Enter überspringt, z geht zurück, f zeigt sofort die Vorschläge.",
    ),
    (
        "Nothing that you could still tell would change what comes first.",
        "Nichts, was du noch erzählen könntest, würde ändern, was zuerst kommt.",
    ),
    (
        "Thank you, that is all: nothing more would change what comes first.",
        "Danke, das genügt: Mehr würde nicht ändern, was zuerst kommt.",
    ),
    ("This is the first question.", "Das ist die erste Frage."),
    (
        "I do not understand “{}”. Type one of the numbers, or press Enter to skip.",
        "„{}“ verstehe ich nicht. Tippe eine der Nummern, oder Enter zum Überspringen.",
    ),
    (
        "I do not understand “{}”. Type a number from {} to {}, or press Enter to skip.",
        "„{}“ verstehe ich nicht. Tippe eine Zahl von {} bis {}, oder Enter zum Überspringen.",
    ),
    ("A number from {} to {}.", "Eine Zahl von {} bis {}."),
    (
        "answer a few questions, then see what to do",
        "beantworte ein paar Fragen und sieh dann, was zu tun ist",
    ),
    // The card.
    ("take it along, on one page", "nimm es mit, auf einer Seite"),
    ("A good end to your interview", "Ein guter Schluss für dein Gespräch"),
    (
        "Use what feels like you. You need not say it all.",
        "Nimm, was zu dir passt. Du musst nicht alles sagen.",
    ),
    ("You told me that {}.", "Du hast erzählt, dass {}."),
    ("You told me that {}, and more.", "Du hast erzählt, dass {}, und noch mehr."),
    ("If {}", "Wenn {}"),
    ("or:", "oder:"),
    ("or, if {}:", "oder, wenn {}:"),
    ("or, though {}:", "oder, doch {}:"),
    ("Just in case", "Für alle Fälle"),
    (
        "To keep it to one page, {} smaller things are left out.",
        "Damit alles auf eine Seite passt, fehlen {} kleinere Dinge.",
    ),
    ("Weekends are skipped; holidays are not known.", "Wochenenden sind übersprungen, Feiertage nicht."),
    ("{}, {} {}", "{}, {}. {}"),
    ("{}, {}", "{}, {} Uhr"),
    ("{}, if it fits", "{}, falls es passt"),
    ("Monday", "Montag"),
    ("Tuesday", "Dienstag"),
    ("Wednesday", "Mittwoch"),
    ("Thursday", "Donnerstag"),
    ("Friday", "Freitag"),
    ("Saturday", "Samstag"),
    ("Sunday", "Sonntag"),
    ("January", "Januar"),
    ("February", "Februar"),
    ("March", "März"),
    ("April", "April"),
    ("May", "Mai"),
    ("June", "Juni"),
    ("July", "Juli"),
    ("August", "August"),
    ("September", "September"),
    ("October", "Oktober"),
    ("November", "November"),
    ("December", "Dezember"),
    ("Make a one-page card to take with you", "Macht eine Karte zum Mitnehmen, auf einer Seite"),
    (
        "Write the card to this file: .html, .md, .txt, .json, or .ics for a calendar",
        "Die Karte in diese Datei schreiben: .html, .md, .txt, .json oder .ics für den Kalender",
    ),
    ("Write over a file that is already there", "Eine Datei überschreiben, die schon da ist"),
    (
        "When the interview is, such as 2026-11-24T10:00[Europe/Zurich]: the card then says the days to follow up",
        "Wann das Gespräch ist, etwa 2026-11-24T10:00[Europe/Zurich]: dann nennt die Karte die Tage danach",
    ),
    ("What to write at the top", "Was oben stehen soll"),
    (
        "How to print it: text, html, markdown, json or ics",
        "In welcher Form: text, html, markdown, json oder ics",
    ),
    ("`--interview-at {}` is not a day and a time", "`--interview-at {}` nennt keinen Tag mit Uhrzeit"),
    (
        "write it as 2026-11-24T10:00, or with a zone as 2026-11-24T10:00[Europe/Zurich]",
        "schreib etwa 2026-11-24T10:00, oder mit Zeitzone 2026-11-24T10:00[Europe/Zurich]",
    ),
    (
        "`--interview-at {}` names a time zone that is not known",
        "`--interview-at {}` nennt eine Zeitzone, die nicht bekannt ist",
    ),
    (
        "name its region and a city, such as [Europe/Zurich] or [America/New_York]",
        "nenn Region und Stadt, etwa [Europe/Zurich] oder [America/New_York]",
    ),
    (
        "`--interview-at {}` is in a year that calendars do not have",
        "`--interview-at {}` liegt in einem Jahr, das Kalender nicht kennen",
    ),
    ("write a year from 1900 to 9900", "schreib ein Jahr von 1900 bis 9900"),
    (
        "`--interview-at {}` has an offset that its time zone does not have then",
        "`--interview-at {}` hat eine Abweichung von der Weltzeit, die es in dieser Zeitzone dann nicht gibt",
    ),
    ("leave out the offset, or the zone", "lass die Abweichung weg, oder die Zeitzone"),
    (
        "`{}` does not say what kind of file it should be",
        "`{}` verrät nicht, was für eine Datei es werden soll",
    ),
    (
        "let its name end in .html, .md, .txt, .json or .ics, or add --format",
        "gib ihr einen Namen mit .html, .md, .txt, .json oder .ics am Ende, oder nimm --format dazu",
    ),
    (
        "a calendar needs to know when the interview is",
        "für den Kalender muss ich wissen, wann das Gespräch ist",
    ),
    (
        "add --interview-at with the day and the time, such as 2026-11-24T10:00",
        "sag es mit --interview-at, Tag und Uhrzeit, etwa 2026-11-24T10:00",
    ),
    (
        "there is nothing to put into a calendar: none of the advice is for later",
        "für den Kalender gibt es nichts: kein Rat ist für später",
    ),
    ("make a page of it: -o card.html", "mach eine Seite daraus: -o card.html"),
    ("Wrote {}. {}", "{} ist geschrieben. {}"),
    (
        "Open it in a browser; print it from there.",
        "Öffne die Karte im Browser, dort kannst du sie auch drucken.",
    ),
    ("Open it with your calendar.", "Öffne sie mit deinem Kalender."),
    ("`{}` is already there", "`{}` ist schon da"),
    (
        "choose another name, or add --force to write over it",
        "nimm einen anderen Namen, oder überschreib sie mit --force",
    ),
    ("`{}` cannot be written: {}", "`{}` lässt sich nicht schreiben: {}"),
    ("there is no such folder", "den Ordner gibt es nicht"),
    ("permission denied", "keine Berechtigung"),
    ("nothing was written", "es wurde nichts geschrieben"),
    ("this comes near: {}", "das kommt dem nahe: {}"),
    ("these come near:{}", "das kommt dem nahe:{}"),
    // Why.
    ("Explain why a line was, or was not, suggested", "Sagt, warum etwas vorgeschlagen wird oder nicht"),
    (
        "What to explain, by its name; left out, every action is listed with its verdict",
        "Worum es geht, mit seinem Namen; ohne Namen wird alles aufgezählt",
    ),
    ("How to print it: text or json", "In welcher Form: text oder json"),
    ("there is no rule or action `{}`", "`{}` kenne ich nicht"),
    ("`closer why` alone lists all actions", "`closer why` allein zählt alles auf"),
    ("Suggested, the most important first", "Vorgeschlagen, das Wichtigste zuerst"),
    (
        "Name one of them to see why, and what would change it:",
        "Häng einen der Namen an, dann siehst du, warum das so ist und was es ändern würde:",
    ),
    ("It matters most of all on your list.", "Auf deiner Liste ist das am wichtigsten."),
    (
        "It is on your list, number {} in importance.",
        "Das steht auf deiner Liste, der Wichtigkeit nach an {}. Stelle.",
    ),
    ("A good alternative.", "Eine gute Alternative."),
    ("A good alternative: {} comes before it.", "Eine gute Alternative: {} geht vor."),
    ("Better left alone.", "Das lässt du besser."),
    ("It depends.", "Es kommt darauf an."),
    ("Do it only if {}.", "Tu es nur, wenn {}."),
    ("Leave it alone if {}.", "Lass es, wenn {}."),
    ("It does not come up here.", "Das ist hier kein Thema."),
    ("It comes up if", "Ein Thema wird es, wenn"),
    ("Why", "Warum"),
    ("What may speak for it", "Was dafür sprechen kann"),
    ("What may speak against it", "Was dagegen sprechen kann"),
    ("Sources differ", "Die Quellen sind sich nicht einig"),
    ("For it: {}", "Dafür: {}"),
    ("Against it: {}", "Dagegen: {}"),
    ("And {}.", "Und {}."),
    ("more reason like these", "weiterer Grund dieser Art"),
    ("more reasons like these", "weitere Gründe dieser Art"),
    ("It rests on what you told: {}.", "Das beruht darauf, dass {}."),
    ("you said that {}", "du sagst, dass {}"),
    ("I assumed that {}", "ich nehme an, dass {}"),
    ("{} · decided by {}", "{} · entscheidend: {}"),
    ("What would change it", "Was das ändern würde"),
    ("Do it if {}", "Tu es, wenn {}"),
    ("Do it above all else if {}", "Tu es vor allem anderen, wenn {}"),
    ("It matters most if {}", "Am wichtigsten ist es, wenn {}"),
    ("Leave it alone if {}", "Lass es, wenn {}"),
    ("or if {}", "oder wenn {}"),
    ("or in {}", "oder in {}"),
    ("other way", "anderen Fall"),
    ("other ways", "anderen Fällen"),
    ("Nothing you could tell makes it a suggestion.", "Was du auch erzählst: Vorgeschlagen wird es nie."),
    ("Something else always matters more.", "Etwas anderes ist immer wichtiger."),
    ("Nothing you could tell speaks against it.", "Nichts, was du erzählen kannst, spricht dagegen."),
    (
        "{}: too much to work out, for it takes {} changes or more.",
        "{}: zu viel, um es auszurechnen, denn mindestens {} Dinge müssten anders sein.",
    ),
    ("{}: too much to work out.", "{}: zu viel, um es auszurechnen."),
    ("A reason to do it: {}", "Ein Grund dafür: {}"),
    ("A reason to leave it alone: {}", "Ein Grund dagegen: {}"),
    ("It counts only if", "Das zählt nur, wenn"),
    ("It counts if {}", "Es zählt, wenn {}"),
    ("It can never count.", "Das kann nie zählen."),
    ("thing that I took to be as usual", "Sache, die ich wie üblich annehme"),
    ("things that I took to be as usual", "Dinge, die ich wie üblich annehme"),
    ("It does not count here.", "Hier zählt das nicht."),
    (
        "It may count here; whichever way, others carry the advice with it.",
        "Ob das hier zählt, ist offen; zusammen mit anderen Gründen trägt es den Rat.",
    ),
    (
        "It may count here: that hangs on what you have not told.",
        "Ob das hier zählt, hängt an dem, was du nicht erzählt hast.",
    ),
    (
        "It counts here, but something else speaks against it, and that wins.",
        "Das zählt hier, doch etwas anderes spricht dagegen, und das geht vor.",
    ),
    (
        "It counts here, unless something else speaks against it.",
        "Das zählt hier, wenn nicht etwas anderes dagegen spricht.",
    ),
    ("It counts here, and the advice rests on it.", "Das zählt hier, und der Rat beruht darauf."),
    ("What overrules it", "Was vorgeht"),
    ("What may overrule it", "Was vorgehen kann"),
    ("{} · for {}, weight {} of 100", "{} · für {}, Gewicht {} von 100"),
];

#[cfg(test)]
mod tests {
    use super::GERMAN;

    /// The texts of all files but this one.
    fn collect(folder: &std::path::Path, sources: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, sources);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("german.rs") {
                sources.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    /// Every sentence that the program asks for is here, and nothing else is.
    #[test]
    fn the_table_is_complete_and_nothing_in_it_is_dead() {
        let mut sources = Vec::new();
        collect(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut sources);
        // Strings broken over lines and escapes are put together again.
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace("\\ ", "");
        let sources: String = sources.iter().map(|source| plain(source)).collect();
        for (english, _) in GERMAN {
            let quoted = plain(&format!("{english:?}"));
            assert!(sources.contains(&quoted), "nothing says {quoted}");
        }
        for call in ["say(", "fill("] {
            for part in sources.split(&format!("language.{call}")).skip(1) {
                let part = part.trim_start();
                let Some(rest) = part.strip_prefix('"') else { continue };
                let sentence = rest.split("\",").next().unwrap().split("\")").next().unwrap();
                let known = GERMAN
                    .iter()
                    .any(|(english, _)| plain(&english.escape_debug().to_string()) == plain(sentence));
                assert!(known, "no German for {sentence:?}");
            }
        }
    }

    #[test]
    fn every_translation_has_the_same_places() {
        for (english, german) in GERMAN {
            assert_eq!(english.matches("{}").count(), german.matches("{}").count(), "{english}");
            // Swiss and German spelling must agree.
            assert!(!german.contains('ß'), "{german}");
        }
    }
}
