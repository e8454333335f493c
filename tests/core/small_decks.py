"""Small decks to play with, as the text of their files."""

from __future__ import annotations

from collections.abc import Sequence

WEATHER = """\
format = 1
title = "Weather"
about = "Tell how the day was, as weather."
roles = ["teller", "listener"]
rounds = 2
depth = 2

[[turn]]
kind = "breathe"
at = "opening"
say = "Breathe together."

[[turn]]
kind = "read"
say = "{teller}, read it aloud: {card}"

[[turn]]
kind = "talk"
floor = "teller"
say = "Which weather was it?"
listen = "Listen to {teller}."
minutes = 2

[[turn]]
kind = "talk"
floor = "listener"
say = "Tell it back."
again = "Tell it once more."
listen = "Hear {listener}."
minutes = 1

[[turn]]
kind = "confirm"
asks = "teller"
say = "Was that it?"
answers = ["That's it", "Nearly", "Not quite"]
repeat = 2
else = "Thank you for trying."

[[turn]]
kind = "keep"
at = "closing"

[[card]]
text = "A walk"

[[card]]
text = "A meal"

[[card]]
text = "A call"
depth = 2
"""
"""Steps: 0 breathe · 1 read, 2 talk, 3 talk back, 4 confirm · 5 change · 6 read, 7, 8, 9 · 10 keep."""

PAPER = """\
format = 1
title = "Paper"
about = "Write a little, and turn it over."
roles = ["writer", "reader"]
rounds = 2
depth = 1

[[turn]]
kind = "pick"
at = "opening"
name = "looking-back"
from = "promise"
say = "You promised: {promise}. How is it going?"

[[turn]]
kind = "hush"
at = "opening"
say = "Be quiet together."
minutes = 1

[[turn]]
kind = "write"
at = "opening"
name = "outside"
say = "What can wait outside?"

[[turn]]
kind = "read"
say = "Read the card: {card}"

[[turn]]
kind = "pick"
name = "help"
from = "options"
options = ["Just listen", "Think along"]
open = true
[turn.each]
writer = "What would help?"

[[turn]]
kind = "write"
name = "answer"
[turn.each]
writer = "Write your answer."
reader = "Write a guess."

[[turn]]
kind = "reveal"
shows = "answer"
say = "Turn yours over."

[[turn]]
kind = "talk"
floor = "writer"
say = "Tell the story."
listen = "Listen to {writer}."
minutes = 2

[[turn]]
kind = "talk"
at = "closing"
floor = "both"
say = "Plan an hour."
minutes = 1

[[turn]]
kind = "write"
at = "closing"
name = "hour"
together = "Write the hour down."

[[turn]]
kind = "keep"
at = "closing"
keeps = "plan"
from = "hour"
say = "Shall it go on the list?"

[[turn]]
kind = "write"
at = "closing"
name = "promise"
say = "One small promise."

[[turn]]
kind = "keep"
at = "closing"
keeps = "promise"
from = "promise"

[[turn]]
kind = "reveal"
at = "closing"
shows = "outside"
say = "Only what you want to."
free = true

[[turn]]
kind = "keep"
at = "closing"

[[card]]
text = "A page"

[[card]]
text = "A pen"

[[card]]
text = "A stamp"
"""
"""Steps: 0 promise, 1 hush, 2 write · 3 read, 4 pick, 5 write, 6 reveal, 7 talk · 8 change · 9 to 13
· 14 both talk, 15 write, 16 keep, 17 write, 18 keep, 19 reveal, 20 keep. Without promises one less each."""

DEGREES = """\
format = 1
title = "Degrees"
about = "A little closer, set by set."
roles = ["first", "second"]
rounds = 2
depth = 3
change_over = false

[[set]]
title = "Near"
say = "These are easy."
depth = 1

[[set]]
title = "Nearer"
say = "These go further."
depth = 2

[[set]]
title = "Nearest"
say = "These go deep."
depth = 3

[[turn]]
kind = "talk"
floor = "first"
say = "Answer."
listen = "Listen to {first}."
minutes = 1

[[turn]]
kind = "talk"
floor = "second"
say = "You too."
listen = "Listen to {second}."
minutes = 1

[[turn]]
kind = "hush"
at = "closing"
say = "Look at each other."
minutes = 1
""" + "".join(
    f'\n[[card]]\ntext = "{number} of {depth}"\nset = {depth}\ndepth = {depth}\n'
    for depth in (1, 2, 3)
    for number in (1, 2, 3)
)
"""Steps: 0 consent, 1 set 1, 2 talk, 3 talk · 4, 5 · 6 set 2 · 7, 8 · 9, 10 · 11 set 3 to 15 · 16 hush."""

TELLS = 'kind = "talk"\nfloor = "one"\nsay = "Tell."\nlisten = "Listen."\nminutes = 1\n'
"""The least that a round needs, for decks made of blocks."""


def made_of(
    *turns: str,
    cards: Sequence[str] = ("A cup", "A door", "A road"),
    more: str = "",
    rounds: int = 2,
    depth: int = 1,
) -> str:
    """A deck of these turns, with the roles `one` and `two`; `more` holds further keys of the deck."""
    head = (
        f'format = 1\ntitle = "Made"\nabout = "Made for a test."\nroles = ["one", "two"]\nrounds = {rounds}\n'
    )
    blocks = [f"{head}depth = {depth}\n{more}", *(f"[[turn]]\n{turn}" for turn in turns)]
    return "\n".join([*blocks, *(f'[[card]]\ntext = "{card}"\n' for card in cards)])


CLOSE = made_of(TELLS, 'kind = "keep"\nat = "closing"\n', cards=("A star", "A lamp"))
"""Ends an evening. Steps: 0 talk · 1 change · 2 talk · 3 keep; after another deck, an arrival before them."""
