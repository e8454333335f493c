"""What can be wrong with a single turn although each of its values is fine alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch

from duologue.core.deck import CARD_PLACEHOLDER, SEAT_PLACEHOLDERS
from duologue.core.problem import unknown
from duologue.core.text import PLACEHOLDER
from duologue.core.toml_gate import Path
from duologue.core.turns import (
    BOTH,
    PROMISE_PLACEHOLDER,
    AnyTurn,
    Confirm,
    Keep,
    Pick,
    Read,
    Reveal,
    SaidToEach,
    Talk,
    Write,
)

Fault = tuple[Path, str]
"""Where, as a path into the file, and why."""

Roles = tuple[str, str]


@dataclass(frozen=True)
class WrongPlaceholders:
    """Finds the placeholders of a sentence that nobody knows."""

    roles: Roles
    more: tuple[str, ...] = ()

    def __call__(self, sentence: str, path: Path) -> Iterator[Fault]:
        known = (*self.roles, CARD_PLACEHOLDER, *SEAT_PLACEHOLDERS, *self.more)
        for found in PLACEHOLDER.findall(sentence):
            if found not in known:
                yield path, unknown(f"{{{found}}}", "a placeholder", [f"{{{name}}}" for name in known])


def faults_of(turn: AnyTurn, path: Path, roles: Roles, check: WrongPlaceholders) -> Iterator[Fault]:
    """The faults of one turn, placeholders included."""
    if isinstance(turn, Pick) and turn.source == "promise":
        check = WrongPlaceholders(roles, (PROMISE_PLACEHOLDER,))
    yield from _own_faults(turn, path, roles)
    for field in turn.speaks:
        if sentence := getattr(turn, field):
            written = "else" if field == "otherwise" else field
            yield from check(sentence, (*path, written))
    if isinstance(turn, SaidToEach):
        for role, sentence in (turn.each or {}).items():
            if role not in roles:
                yield (*path, "each", role), unknown(role, "a role of this deck", roles)
            yield from check(sentence, (*path, "each", role))


@singledispatch
def _own_faults(turn: AnyTurn, path: Path, roles: Roles) -> Iterator[Fault]:  # noqa: ARG001
    """What only turns of this kind can have wrong."""
    return iter(())


@_own_faults.register
def _(turn: Read, path: Path, roles: Roles) -> Iterator[Fault]:
    yield from _one_of(turn, path, ("say", "each"))
    for role in roles:
        if turn.each is not None and role not in turn.each:
            yield (*path, "each"), f"has no sentence for “{role}”; both roles need one."


@_own_faults.register
def _(turn: Talk, path: Path, roles: Roles) -> Iterator[Fault]:
    if turn.floor not in (*roles, BOTH):
        yield (*path, "floor"), unknown(turn.floor, "a role of this deck", (*roles, BOTH))
    elif turn.floor == BOTH and (turn.listen or turn.again or turn.listen_again):
        yield (*path, "floor"), "where both talk nobody listens; leave out listen, again and listen_again."
    elif turn.floor != BOTH and not turn.listen:
        yield (*path, "listen"), "is missing; the one who listens needs a line too."


@_own_faults.register
def _(turn: Confirm, path: Path, roles: Roles) -> Iterator[Fault]:
    if turn.asks not in roles:
        yield (*path, "asks"), unknown(turn.asks, "a role of this deck", roles)
    if len(set(turn.answers)) < len(turn.answers):
        yield (*path, "answers"), "two answers are the same."
    yield from _plain(turn.answers, (*path, "answers"), "an answer")


@_own_faults.register
def _(turn: Write, path: Path, roles: Roles) -> Iterator[Fault]:
    yield from _one_of(turn, path, ("say", "each", "together"))
    yield from _fairly_asked(turn, path, roles)


@_own_faults.register
def _(turn: Pick, path: Path, roles: Roles) -> Iterator[Fault]:
    yield from _one_of(turn, path, ("say", "each"))
    yield from _fairly_asked(turn, path, roles)
    if turn.source == "options" and len(turn.options) < 2:
        yield (*path, "options"), f"has {len(turn.options)}; at least 2 needed."
    if turn.source != "options" and turn.options:
        yield (*path, "options"), f"{turn.source} has choices of its own; leave the options out."
    if len(set(turn.options)) < len(turn.options):
        yield (*path, "options"), "two options are the same."
    yield from _plain(turn.options, (*path, "options"), "an option")


@_own_faults.register
def _(turn: Reveal, path: Path, roles: Roles) -> Iterator[Fault]:
    if turn.whose is not None and turn.whose not in roles:
        yield (*path, "whose"), unknown(turn.whose, "a role of this deck", roles)


@_own_faults.register
def _(turn: Keep, path: Path, roles: Roles) -> Iterator[Fault]:  # noqa: ARG001
    if (turn.keeps == "moment") != (turn.written is None):
        made = "picked" if turn.keeps == "circles" else "written"
        reason = f"is missing; it names what was {made}." if turn.written is None else "is not for a moment."
        yield (*path, "from"), reason


def _one_of(turn: AnyTurn, path: Path, keys: tuple[str, ...]) -> Iterator[Fault]:
    if sum(getattr(turn, key) is not None for key in keys) != 1:
        named = " or ".join(f"`{key}`" for key in keys)
        yield path, f"needs exactly one of {named}: `say` is for both, `each` has a sentence for a role."


def _fairly_asked(turn: Write | Pick, path: Path, roles: Roles) -> Iterator[Fault]:
    """Played once, it has to ask both; in rounds the roles swap."""
    if turn.each is not None and turn.at != "round" and len(turn.each) < len(roles):
        yield (
            (*path, "each"),
            f"asks only one of them, and the {turn.at} is played once; both need a sentence.",
        )
    if turn.each is not None and not turn.each:
        yield (*path, "each"), "is empty; at least one role needs a sentence."


def _plain(words: tuple[str, ...], path: Path, what: str) -> Iterator[Fault]:
    for number, word in enumerate(words):
        if PLACEHOLDER.search(word):
            yield (*path, number), f"{what} stands beside a key and holds no placeholder."
