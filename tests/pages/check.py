"""Looks at cards as people do: on a phone, on a desktop, on paper, in a calendar.

    python3 tests/pages/check.py CLOSER CHROMIUM [--pictures]

Makes cards for many interviews in every language and opens them in Chromium. Each must print on exactly one sheet of A4 and of Letter, be readable in
light and in dark, keep its headings in order, need no sideways scrolling at 320 pixels, run nothing and load nothing. The calendar files are read with
`icalendar`. `--pictures` takes the pictures in `pictures/` anew; they are for people to look at, since letters look different on every machine.
"""

import datetime
import io
import json
import pathlib
import random
import subprocess
import sys
import tempfile

import icalendar
import pypdf
from playwright.sync_api import sync_playwright

HERE = pathlib.Path(__file__).resolve().parent
PACKS = HERE.parent.parent / "crates" / "closer-cli" / "tests" / "packs"
LANGUAGES = ("en", "de")
ZURICH = "2026-11-24T10:00[Europe/Zurich]"

INTERVIEWS = {
    "nothing known": "",
    "good": f"--went-well --wants-job yes --level mid --confidence high --interview-at {ZURICH}",
    "bad": "--went poorly --level entry --phase at_close",
    "phone": "--setting phone --interview-round screening",
    "panel": "--interviewers 4 --setting in_person --level senior",
    "executive search": "--level executive --field consulting --wants-job yes",
    "agency": "--contact-channel agency_only --interviewer-role agency_recruiter",
    "offer on the spot": "--employer-signal offer_made --wants-job yes --phase at_close",
    "rejection": "--employer-signal turned_down --phase at_close",
    "hesitant manager": "--employer-signal hesitant --went-well --wants-job yes --reservations-voiced",
    "pay raised by them": "--salary-topic raised_by_employer --phase at_close",
    "internal job": "--internal-candidate --level management",
    "after the event": "--phase after --thank-you-sent=no --has-email-address",
    "nothing taken for granted": "--strict",
}

CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]

# The contrast of every text with what is behind it, as WCAG 2 defines it.
CONTRAST = """() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
      if (colour[3] > 0) throw new Error('half transparent');
    }
    return null;
  };
  const low = [];
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (!node.data.trim()) continue;
    seen += 1;
    const back = behind(node.parentElement);
    if (!back) { low.push(['nothing behind', node.data]); continue; }
    const [a, b] = [light(parse(getComputedStyle(node.parentElement).color)), light(back)];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.push([ratio.toFixed(2), node.data]);
  }
  return { seen, low };
}"""

HEADINGS = "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(it => [Number(it.tagName[1]), it.textContent.trim()])"
FOREIGN = """() => [...document.querySelectorAll('*')].filter(it => ['SCRIPT', 'IFRAME', 'IMG', 'LINK', 'OBJECT', 'EMBED', 'FORM', 'A', 'SVG']
  .includes(it.tagName.toUpperCase()) || [...it.attributes].some(at => at.name.startsWith('on') || at.name === 'src' || at.name === 'href'))
  .map(it => it.outerHTML)"""

# Every text of every size, and nothing that is short.
LONG = """
pack = {{ name = "long", version = "1.0.0", title = "Long", moments = [{moments}] }}
sources.s = {{ title = "S" }}
facts.a = {{ question = "A?", bool = true, phrases = {{ true = "{words}", false = "not {words}" }} }}
"""


class Checker:
    def __init__(self, closer, browser, folder):
        self.closer, self.browser, self.folder, self.wrong, self.cards = closer, browser, folder, [], 0

    def say(self, *args):
        command = [self.closer, "card", "-q", *args]
        done = subprocess.run(command, capture_output=True, env={"CLOSER_LANG": "en"})
        if done.returncode != 0:
            self.wrong.append(f"{' '.join(command)}: {done.stderr.decode()}")
        return done.stdout.decode()

    def expect(self, name, sound, what):
        if not sound:
            self.wrong.append(f"{name}: {what}")

    def card(self, name, *args):
        """A card as a page, opened."""
        self.cards += 1
        path = self.folder / f"{self.cards}.html"
        self.say(*args, "-o", str(path))
        page = self.browser.new_page(viewport={"width": 320, "height": 640})
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        self.expect(name, asked == [path.as_uri()], f"it loads {asked}")
        return page

    def check_sheets(self, name, page):
        for size in ("A4", "Letter"):
            sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format=size))).pages
            self.expect(name, len(sheets) == 1, f"{len(sheets)} sheets of {size}")
            printed = "".join(sheets[0].extract_text().split())
            last = "".join(page.evaluate("() => document.querySelector('main').lastElementChild.textContent").split())
            self.expect(name, last[-20:] in printed, f"the end is not on the sheet of {size}")

    def check_screen(self, name, page, language):
        self.expect(name, page.evaluate("() => document.documentElement.lang") == language, "another language")
        self.expect(name, page.evaluate("() => document.compatMode") == "CSS1Compat", "quirks mode")
        foreign = page.evaluate(FOREIGN)
        self.expect(name, foreign == [], f"foreign elements: {foreign}")
        levels = page.evaluate(HEADINGS)
        self.expect(name, levels and levels[0][0] == 1 and [level for level, _ in levels].count(1) == 1, "one h1, first")
        for (before, _), (level, text) in zip(levels, levels[1:]):
            self.expect(name, level <= before + 1 and text, f"heading {text!r} skips a level")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            wide = page.evaluate("() => document.scrollingElement.scrollWidth")
            self.expect(name, wide <= width, f"{wide} pixels wide at {width}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(CONTRAST)
            self.expect(name, found["seen"] > 3 and found["low"] == [], f"contrast in {scheme}: {found['low']}")
        page.emulate_media(media="print", color_scheme="dark")
        found = page.evaluate(CONTRAST.replace("return null", "return [255, 255, 255]"))
        self.expect(name, found["low"] == [], f"contrast on paper: {found['low']}")
        page.emulate_media(media="screen")

    def check_interviews(self):
        for interview, flags in INTERVIEWS.items():
            for language in LANGUAGES:
                name = f"{interview} ({language})"
                page = self.card(name, "--lang", language, *flags.split())
                self.check_sheets(name, page)
                self.check_screen(name, page, language)
                page.close()

    def check_any(self, rounds=30):
        """Any facts at all, from none to every one."""
        show = subprocess.run([self.closer, "show", "--format", "json"], capture_output=True, env={"CLOSER_LANG": "en"})
        facts = json.loads(show.stdout)["facts"]
        chance = random.Random(1)
        for turn in range(rounds):
            told = []
            for fact in facts:
                if chance.random() < turn / (rounds - 1):
                    values = [value["value"] for value in fact.get("values") or []] or ["yes", "no"]
                    if fact.get("range"):
                        values = [str(number) for number in fact["range"]]
                    told += ["--set", f"{fact['name']}={chance.choice(values)}"]
            name = f"any facts, {turn}"
            page = self.card(name, "--lang", LANGUAGES[turn % 2], *(["--strict"] if turn % 3 == 0 else []), *told)
            self.check_sheets(name, page)
            page.close()

    def check_foreign_packs(self):
        """Packs whose words are as long as they like, or would be markup."""
        for letters in (40, 400, 4000):
            words = ("word " * letters)[:letters].strip()
            moments = [f"m{at}" for at in range(12)]
            pack = LONG.format(moments=", ".join(f'"{it}"' for it in moments), words=words)
            for moment in moments:
                pack += f'moments.{moment} = {{ title = "{words}" }}\n'
                for at in range(6):
                    pack += f'actions.{moment}-{at} = {{ moment = "{moment}", title = "{words}", say = "{words}", why = "W." }}\n'
            for moment in moments:
                for at in range(6):
                    when = "when = { a = true }\n" if at % 2 else ""
                    pack += f'[[rule]]\nid = "r-{moment}-{at}"\nsuggest = "{moment}-{at}"\n{when}because = "{words}"\nsources = ["s"]\n'
            path = self.folder / f"long-{letters}.toml"
            path.write_text(pack, "utf-8")
            name = f"texts of {letters} letters"
            page = self.card(name, "--rules", str(path))
            self.check_sheets(name, page)
            page.close()
        page = self.card("hostile", "--rules", str(PACKS / "hostile.toml"), "--title", "<script>alert(1)</script>")
        self.check_sheets("hostile", page)
        self.check_screen("hostile", page, "en")
        page.close()

    def calendar(self, at, *flags):
        text = self.say("--format", "ics", "--interview-at", at, *flags)
        self.expect(at, text == self.say("--format", "ics", "--interview-at", at, *flags), "another file each time")
        lines = text.encode().split(b"\r\n")
        self.expect(at, lines[-1] == b"" and all(len(line) <= 75 and b"\n" not in line for line in lines), "lines are folded")
        calendar = icalendar.Calendar.from_ical(text)
        self.expect(at, not calendar.errors and calendar["version"] == "2.0" and calendar["prodid"], "a sound calendar")
        events = calendar.walk("VEVENT")
        self.expect(at, len({str(event["uid"]) for event in events}) == len(events), "each event has a name of its own")
        for event in events:
            self.expect(at, not event.errors and event["summary"] and event["description"], "a sound event")
            self.expect(at, len(event.walk("VALARM")) == 1, "it reminds")
        return [(str(event["uid"]).split("-")[1], event.decoded("dtstart")) for event in events]

    def check_calendars(self):
        utc = datetime.timezone.utc
        know = ("--went-well", "--has-phone-number")
        for at, expected in {
            # A Tuesday; winter time is one hour ahead of UTC.
            ZURICH: ["2026-11-24 10:00+00:00", "2026-11-24 13:00+00:00", "2026-11-25 09:00+00:00", "2026-12-01 09:00+00:00"],
            # A Friday before the clocks go forward: Monday, and an hour earlier in UTC.
            "2026-03-27T16:30[Europe/Zurich]": [
                "2026-03-27 16:30+00:00", "2026-03-27 19:30+00:00", "2026-03-30 14:30+00:00", "2026-04-03 14:30+00:00",
            ],
            # It is another day in UTC, but not in Tokyo.
            "2026-11-27T08:00[Asia/Tokyo]": [
                "2026-11-27 00:00+00:00", "2026-11-27 03:00+00:00", "2026-11-29 23:00+00:00", "2026-12-03 23:00+00:00",
            ],
            "2026-11-28T10:00-05:00": [
                "2026-11-28 16:00+00:00", "2026-11-28 19:00+00:00", "2026-11-30 15:00+00:00", "2026-12-04 15:00+00:00",
            ],
            # Without a zone it is that time wherever the calendar is.
            "2026-12-31T19:00": ["2026-12-31 20:00", "2026-12-31 21:00", "2027-01-01 19:00", "2027-01-07 19:00"],
        }.items():
            moments = ["after_minutes", "same_day", "next_day", "days_after"]
            wanted = [datetime.datetime.fromisoformat(it) for it in expected]
            found = self.calendar(at, *know)
            got = [when.astimezone(utc) if when.tzinfo else when for _, when in found]
            self.expect(at, [moment for moment, _ in found] == moments, f"moments: {found}")
            self.expect(at, got == wanted, f"wanted {expected}, got {[str(it) for it in got]}")
        self.calendar(ZURICH, *know, "--lang", "de")
        # The hostile pack has nothing for later, and an empty calendar is refused.
        hostile = (PACKS / "hostile.toml").read_text("utf-8")
        title = 'title = "Now | then"\n'
        later = self.folder / "hostile-later.toml"
        later.write_text(hostile.replace(title, f"{title}follow_up = {{ working_days = 1 }}\n"), "utf-8")
        found = self.calendar(ZURICH, "--rules", str(later))
        self.expect("hostile calendar", len(found) == 1, f"one event, not {found}")

    def take_pictures(self):
        good, nothing = INTERVIEWS["good"], INTERVIEWS["nothing known"]
        # A sheet of A4 without its margins has 688 by 1024 dots.
        for file, language, flags, (width, height), look, scale in [
            ("phone", "en", good, (360, 740), {"color_scheme": "light"}, 1),
            ("phone-dark", "de", nothing, (360, 740), {"color_scheme": "dark"}, 1),
            ("desktop", "en", nothing, (1280, 1400), {"color_scheme": "light"}, 0.45),
            ("desktop-dark", "en", good, (1280, 1400), {"color_scheme": "dark"}, 0.45),
            ("paper", "en", good, (688, 1024), {"media": "print"}, 0.6),
            ("paper-de", "de", nothing, (688, 1024), {"media": "print"}, 0.6),
        ]:
            self.cards += 1
            path = self.folder / f"{file}.html"
            self.say("--lang", language, *flags.split(), "-o", str(path))
            page = self.browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale)
            page.emulate_media(**look)
            page.goto(path.as_uri())
            page.screenshot(path=HERE / "pictures" / f"{file}.png")
            page.close()


def main(closer, chromium, *options):
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM)
        checker = Checker(closer, browser, pathlib.Path(folder))
        if "--pictures" in options:
            checker.take_pictures()
        else:
            checker.check_interviews()
            checker.check_any()
            checker.check_foreign_packs()
            checker.check_calendars()
        browser.close()
    for wrong in checker.wrong:
        print(f"wrong: {wrong}", file=sys.stderr)
    print(f"{checker.cards} cards looked at, {len(checker.wrong)} things wrong")
    if not checker.wrong:
        print(f"{checker.cards} passed, 0 failed")
    return 1 if checker.wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
