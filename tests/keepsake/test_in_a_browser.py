"""The keepsake in a real browser: on the screen, and printed."""

from __future__ import annotations

import calendar
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from markupsafe import escape
from PIL import Image

from duologue.core.couple import Couple
from duologue.keepsake.book import book
from duologue.keepsake.colours import chosen_colours
from duologue.keepsake.pictures import for_a_page
from duologue.store.paths import Paths
from tests.keepsake.moments import PICTURE, a_memory
from tests.keepsake.test_pictures import a_picture

PATIENCE = 60
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)
TITLES = ("The walk home", "العودة إلى البيت", "הלילה ההוא", "没有计划的一天", "雨の日の台所", "W" * 90)
MONTHS = len(TITLES)

Browse = Callable[..., str]


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """Opens a page in a browser that nobody has used yet; answers what it prints."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("NO CHROMIUM HERE: the keepsake was not looked at in a browser. Install chromium.")

    def open_it(page: Path, *options: str) -> str:
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [program, *QUIET, profile, *options, page.as_uri()]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=True)
        return done.stdout

    return open_it


class Listener(ThreadingHTTPServer):
    """Somebody outside, who notes whoever comes."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        super().__init__(("127.0.0.1", 0), Visit)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class Visit(BaseHTTPRequestHandler):
    """One who came."""

    def do_GET(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.visits.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def outside() -> Iterator[Listener]:
    """Listens on this machine."""
    with Listener() as listener:
        Thread(target=listener.serve_forever, daemon=True).start()
        yield listener
        listener.shutdown()


def a_page(paths: Paths, folder: Path, hostile: str = "") -> Path:
    """A book of a month for each title; the first moment has a picture."""
    moments = [
        a_memory(
            f"m{number}",
            title=title,
            when=datetime(2025, number, 1, 20, tzinfo=UTC),
            left=f"Line of {title} {hostile}",
            picture=PICTURE if number == 1 else "",
        )
        for number, title in enumerate(TITLES, start=1)
    ]
    picture = for_a_page(a_picture(size=(600, 400)))
    page = folder / "book.html"
    text = book(moments, Couple("Ana", "Ben"), chosen_colours(paths), lambda _: picture, date(2026, 11, 25))
    page.write_text(text, "utf-8")
    return page


def hostile_towards(address: str) -> str:
    """What would call somebody outside in several ways, were it markup."""
    return (
        f"<img src={address}/img><script>fetch('{address}/script')</script><style>@import '{address}/style';"
        f"</style><link rel=stylesheet href={address}/link><iframe src={address}/frame></iframe>"
    )


def test_on_the_screen_all_is_there_and_nothing_goes_out(
    browse: Browse, outside: Listener, paths: Paths, tmp_path: Path
) -> None:
    hostile = hostile_towards(outside.address)
    shown = browse(a_page(paths, tmp_path, hostile), "--dump-dom")
    text = unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", shown, flags=re.DOTALL))
    for title in TITLES:
        assert f"Line of {title} {hostile}" in text
    assert outside.visits == []


def test_even_if_words_became_markup_nothing_would_go_out(
    browse: Browse, outside: Listener, paths: Paths, tmp_path: Path
) -> None:
    hostile = hostile_towards(outside.address)
    page = a_page(paths, tmp_path, hostile)
    text = page.read_text("utf-8").replace(escape(hostile), hostile)
    page.write_text(text, "utf-8")
    browse(page, "--dump-dom")
    assert outside.visits == []
    page.write_text(re.sub("<meta http-equiv.*>", "", text), "utf-8")
    browse(page, "--dump-dom")
    assert {"/img", "/script"} <= set(outside.visits), "the listener would have noticed nothing"


@pytest.mark.parametrize(("size", "dark"), [((1200, 900), False), ((400, 800), True)], ids=["light", "dark"])
def test_it_wears_the_colours_of_the_hour(
    browse: Browse, paths: Paths, tmp_path: Path, size: tuple[int, int], dark: bool
) -> None:
    shot = tmp_path / "shot.png"
    across, down = size
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    browse(a_page(paths, tmp_path), f"--screenshot={shot}", f"--window-size={across},{down}", scheme)
    picture = Image.open(shot).convert("RGB")
    assert picture.size == size
    colours = chosen_colours(paths)
    worn = colours.dark if dark else colours.light
    counted = picture.getcolors(across * down) or []
    found = {f"#{bytes(colour).hex()}": count for count, colour in counted if isinstance(colour, tuple)}
    assert max(found, key=lambda colour: found[colour]) == worn.background
    assert {worn.left, worn.right, worn.accent} <= set(found)


def test_printed_it_is_a_book_of_a_month_to_a_page(browse: Browse, paths: Paths, tmp_path: Path) -> None:
    """Of A5 and in the colours for paper, whatever the hour; each moment is whole on its page."""
    file = tmp_path / "book.pdf"
    night = "--blink-settings=preferredColorScheme=0"
    browse(a_page(paths, tmp_path), "--no-pdf-header-footer", f"--print-to-pdf={file}", night)
    data = file.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1 + MONTHS
    assert set(re.findall(rb"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)", data)) == {(b"420", b"594")}
    colours, inks = chosen_colours(paths), set(_inks(data))
    assert {colours.light.text, colours.light.left, colours.light.right} <= inks
    assert not {colours.dark.text, colours.dark.background} & inks
    if reader := shutil.which("pdftotext"):
        told = subprocess.run([reader, file, "-"], capture_output=True, encoding="utf-8", check=True).stdout
        cover, *months = told.rstrip("\f").split("\f")
        assert re.search(r"Ana\s+&\s+Ben\s+2025", cover)
        for month, heading in zip(months, calendar.month_name[1:], strict=False):
            assert f"{heading} 2025" in month
            assert "Then sun." in month


def _inks(data: bytes) -> Iterator[str]:
    """The colours that a PDF fills with, as `#rrggbb`."""
    for stream in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        with suppress(zlib.error):
            for ink in re.finditer(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\b", zlib.decompress(stream[1])):
                red, green, blue = (round(float(part) * 255) for part in ink.groups())
                yield f"#{red:02x}{green:02x}{blue:02x}"
