"""A jar with as many memories as one likes, made by a script: the same each time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

_WORDS = """
the a our that when rain morning kitchen train platform missed laughed quiet lake garden coffee window song
birthday mother cellar bicycle snow letter bread candle winter tea harbour blanket dance quarrel sorry brave
Zürich café naïve Ångström Łódź été niño façade søster déjà Große straße
雨 朝 電車 海 猫 手紙 台所 笑った 花火 星 夜 茶 雪 窓
утро поезд дождь смех письмо чай снег وردة بحر قهوة שמש גשם 아침 바다 고양이 ❤️ 🌧️
"""
WORDS = _WORDS.split()
DECKS = ("In your shoes", "Good news", "How are you, really", "Small promises", "Notice the pattern", "")
FEELINGS = ("calm", "tender", "proud", "playful", "moved", "grateful", "silly", "close")
PLACES = ("", "", "Lake Bled", "the kitchen", "Łódź", "海辺", "Grandma's garden")


LAST = datetime(2026, 11, 20, 20, 30)
"""When the latest of them was, by the clock of the place."""


def fill(folder: Path, count: int, seed: int = 7) -> None:
    """Write so many memories of the last twenty-five years into an empty `memories` folder."""
    chance = Random(seed)
    for number in range(count):
        when = LAST - timedelta(minutes=chance.randrange(25 * 365 * 24 * 60))
        within = folder / f"{when:%Y}" / f"{when:%m}"
        within.mkdir(parents=True, exist_ok=True)
        (within / f"m{number:07}.toml").write_text(record(f"m{number:07}", when, chance), encoding="utf-8")


def record(name: str, when: datetime, chance: Random) -> str:
    """The text of one memory's file."""
    felt = ", ".join(f'"{word}"' for word in chance.sample(FEELINGS, chance.randrange(3)))
    return f"""\
format = 1
id = "{name}"
when = {when:%Y-%m-%dT%H:%M:00}+01:00
deck = "{chance.choice(DECKS)}"
card = "{words(chance, 7)}"
title = "{words(chance, chance.randrange(2, 7))}"
feelings = [{felt}]
place = "{chance.choice(PLACES)}"

[left]
name = "Ana"
line = "{words(chance, chance.randrange(6, 25))}"

[right]
name = "Ben"
line = "{words(chance, chance.randrange(6, 25))}"

[end]
complete = true
"""


def words(chance: Random, count: int) -> str:
    """So many words, one after the other."""
    return " ".join(chance.choices(WORDS, k=count)).capitalize()
