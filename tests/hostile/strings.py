"""Texts that try to be more than text. Each fits in a name (40 characters), so it fits everywhere.

Whatever shows one of these must show its `word` and do nothing else: see `unsafe_in` for what may never be
drawn, and `LIVE` for what must never come true.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Attack:
    """One text that tries something."""

    name: str
    text: str
    word: str
    """What must be left of it to read."""


def _attack(name: str, text: str, word: str = "Ana") -> Attack:
    assert word in text, name
    assert len(text) <= 40, (name, len(text))
    return Attack(name, text, word)


ESCAPES = (
    _attack("window title", "\x1b]0;owned\x07Ana"),
    _attack("clipboard, OSC 52", "\x1b]52;c;b3duZWQ=\x07Ana"),
    _attack("clipboard, asked for", "\x1b]52;c;?\x1b\\Ana"),
    _attack("link, OSC 8", "\x1b]8;;http://e.vil\x1b\\Ana\x1b]8;;\x1b\\"),
    _attack("file transfer, OSC 1337", "\x1b]1337;File=:AAAA\x07Ana"),
    _attack("clear, CSI", "\x1b[2J\x1b[HAna"),
    _attack("colour, SGR", "\x1b[31;5mAna\x1b[0m"),
    _attack("alternate screen off", "\x1b[?1049lAna"),
    _attack("mouse on", "\x1b[?1003hAna"),
    _attack("paste end", "\x1b[201~Ana"),
    _attack("size asked for", "\x1b[18tAna"),
    _attack("attributes asked for", "\x1b[cAna\x1b[6n"),
    _attack("settings, DCS", "\x1bP$q q\x1b\\Ana"),
    _attack("picture, sixel", "\x1bPq#0;2;0;0;0~\x1b\\Ana"),
    _attack("picture, kitty APC", "\x1b_Gf=24,s=1,v=1;AAAA\x1b\\Ana"),
    _attack("privacy message", "\x1b^owned\x1b\\Ana"),
    _attack("start of string", "\x1bXowned\x1b\\Ana"),
    _attack("reset", "\x1bcAna"),
    _attack("character set", "\x1b(0Ana\x0eAna"),
    _attack("never ended", "Ana\x1b]52;c;"),
    _attack("cut off", "Ana\x1b"),
    _attack("C1 CSI", "\x9b2JAna"),
    _attack("C1 OSC", "\x9d0;owned\x9cAna"),
    _attack("C1 DCS and APC", "\x90q\x9c\x9fGa=d\x9cAna"),
    _attack("next line and index", "Ana\x85\x84\x8dAna"),
    _attack("bell and backspaces", "Ben\x08\x08\x08Ana\x07"),
    _attack("carriage return", "Ben\rAna"),
    _attack("lines and pages", "A\n\x0b\x0cna Ana"),
    _attack("nul and delete", "\x00A\x7fna Ana"),
    _attack("tabs", "\tAna\t\t"),
)
"""Sequences a terminal obeys: C0, C1, CSI, OSC, DCS, APC, PM, SOS."""

DIRECTIONS = (
    _attack("override", "\u202eanA\u202c Ana"),
    _attack("left-to-right override", "\u202dAna"),
    _attack("embedding", "\u202bAna\u202a"),
    _attack("isolates", "\u2066\u2067\u2068Ana\u2069"),
    _attack("isolate never closed", "Ana\u2067"),
    _attack("marks", "\u200eAna\u200f\u061c"),
)
"""Bidi controls, which let a text stand elsewhere than it does."""

UNSEEN = (
    _attack("zero width", "\u200b\ufeffAna\u2060\u00ad"),
    _attack("private use", "\ue0b0Ana\uf8ff\U000f0000\U0010fffd"),
    _attack("surrogates", "Ana\ud83d\udce0"),
    _attack("lone surrogate", "Ana\udcff"),
    _attack("line and paragraph separators", "Ana\u2028Ben\u2029Cem"),
    _attack("tags", "Ana\U000e0001\U000e0041\U000e007f"),
    _attack("interlinear", "\ufff9Ana\ufffab\ufffb"),
    _attack("old format controls", "\u206aAna\u206f"),
    _attack("musical controls", "\U0001d173Ana\U0001d17a"),
    _attack("invisible operators", "Ana\u2061\u2062\u2063"),
)
"""What cannot be seen, or means something only to one font."""

SHAPES = (
    _attack("zalgo", "Ana" + "\u0301\u0316\u0337\u20dd" * 9, "An"),
    _attack("marks alone", "\u0300" * 30 + "Ana"),
    _attack("wide", "Ana" + "\ufdfd\U0001242b\ua9c5" * 4),
    _attack("wide letters", "Ana" + "広" * 37),
    _attack("family", "Ana" + "👩\u200d👩\u200d👧\u200d👦" * 3),
    _attack("joiners", "Ana" + "\u200d" * 37),
    _attack("flags", "Ana🇩🇪🇫🇷🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"),
    _attack("variation selectors", "Ana❤\ufe0f\ufe0e\U000e0100"),
    _attack("right to left", "\u05d0\u05e0\u05d4 Ana \u0639\u0644\u064a"),
    _attack("Hangul in pieces", "Ana" + "\u1100\u1161\u11a8" * 12),
    _attack("expands when folded", "Ana" + "\ufdfa" * 37),
)
"""Letters that climb, spread, join or run the other way; to be shown, within their line."""

MARKUP = (
    _attack("quits when clicked", "[@click=app.quit]Ana[/]"),
    _attack("action", "[@click='app.bell()']Ana[/@click]"),
    _attack("closes nothing", "[/]Ana"),
    _attack("closes another", "[/b]Ana[/red]"),
    _attack("never closed", "[b][red]Ana"),
    _attack("link", "[link=http://e.vil]Ana[/link]"),
    _attack("style", "[bold red on blue blink]Ana[/]"),
    _attack("variable", "[$accent on $error]Ana[/] $name"),
    _attack("escaped", "\\[b]Ana\\[/b]\\"),
    _attack("brackets", "[[[]]][Ana"),
    _attack("emoji code", ":bomb:Ana:skull:"),
    _attack("Markdown", "# Ana ![x](file:///etc/passwd) `x`"),
    _attack("HTML", "<script>alert(1)</script>Ana"),
    _attack("stylesheet", "Ana; } * { display: none }"),
)
"""Markup of Textual, Rich, Markdown, HTML; none of it is any to us."""

FORMATS = (
    _attack("format, class", "{0.__class__.__mro__}Ana"),
    _attack("format, name", "{name.__globals__}Ana{left}"),
    _attack("format, wide", "{:>999999999}Ana"),
    _attack("format, open", "{Ana"),
    _attack("placeholders", "{card}Ana{other}{card}"),
    _attack("percent", "%s%n%(x)sAna%999999999d"),
    _attack("template", "${HOME}$(id)`id`Ana"),
    _attack("jinja", "{{7*7}}{% for x in y %}Ana"),
)
"""Gaps that something might fill."""

PLACES = (
    _attack("upwards", "../../../../etc/passwd/Ana"),
    _attack("absolute", "/etc/passwd/Ana"),
    _attack("home", "~root/Ana"),
    _attack("option", "--help Ana"),
    _attack("reserved", "CON.Ana"),
    _attack("address", "file:///etc/passwd?Ana"),
    _attack("SQL", "Ana'; DROP TABLE version; --"),
    _attack("full-text query", '"Ana" OR NEAR(* ^'),
    _attack("CSV", "=cmd|'/C calc'!A0 Ana"),
)
"""What a path, a command line, a query or a table would take for its own."""

ATTACKS = (*ESCAPES, *DIRECTIONS, *UNSEEN, *SHAPES, *MARKUP, *FORMATS, *PLACES)
"""All of them."""

WRITABLE = tuple(
    attack for attack in ATTACKS if attack.text.encode("utf-8", "ignore").decode() == attack.text
)
"""Those that a file in UTF-8 can hold; the others come only through an escape or a program."""

FILE_NAMES = (
    b"\x1b]52;c;b3duZWQ=\x07.toml",
    b"\x1b[2Jclear.toml",
    b"\x9b2J-c1.toml",
    b"two\nlines.toml",
    b"back\rward.toml",
    "\u202elmot.override.toml".encode(),
    "\u2067isolate.toml".encode(),
    "zalgo\u0301\u0316\u0337\u0301\u0316\u0337\u0301\u0316.toml".encode(),
    b"\xff\xfe not utf-8.toml",
    b"[@click=app.quit]x[b].toml",
    b"[b][$x].toml",
    b"{0.__class__}.toml",
    b"con.toml",
    b"-rf.toml",
    b" .toml",
    b"GOOD.toml",
    b"a" * 250 + b".toml",
)
"""Names of files that try the same. All are names that Linux takes."""

LIVE = ("owned", "e.vil")
"""Of a title, a clipboard or a link that a terminal was told to take; they may be drawn, never obeyed."""

_NEVER = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_MAY = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


def unsafe_in(text: str, *, lines: bool = False) -> set[str]:
    """The characters that must never be drawn: controls, directions, private use, surrogates, separators.

    This is told apart anew here, not asked of the program, whose answer is what is being tested.
    """
    return {
        character
        for character in text
        if unicodedata.category(character) in _NEVER
        and character not in _MAY
        and not 0xE0020 <= ord(character) <= 0xE007F
        and not (lines and character == "\n")
    }


def tower_in(text: str) -> int:
    """How many combining marks stand on one letter, at the most."""
    highest = height = 0
    for character in text:
        if unicodedata.category(character).startswith("M"):
            height += 1
        elif character not in _MAY and not 0xE0020 <= ord(character) <= 0xE007F:
            height = 0
        highest = max(highest, height)
    return highest
