"""Draws the table of a session into docs/architecture.md, as a diagram and as a table.

`docs/state_diagram.py --write` writes it anew; `--check`, or nothing, only says whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from duologue.core.events import AnyEvent, TimeOut
from duologue.core.states import ALWAYS, LIVE, NEXT, TABLE, State, Targets

PAGE = Path(__file__).with_name("architecture.md")
BEGINS = "<!-- begin: made by docs/state_diagram.py -->"
ENDS = "<!-- end: made by docs/state_diagram.py -->"

INTERRUPTED = frozenset(state for state in LIVE if TimeOut in TABLE[state])
"""Where a time-out can come from, and leads back to."""

Way = tuple[str, Targets]
"""The names of some events, and where all of them may lead."""


def name(event: type[AnyEvent]) -> str:
    """The event's name in the journal."""
    return str(event.model_fields["type"].default)


def ways(state: State) -> Iterator[Way]:
    """The ways out of a state that are its own."""
    own = {
        event: targets for event, targets in TABLE[state].items() if state not in LIVE or event not in ALWAYS
    }
    for targets, events in groupby(own, key=lambda event: own[event]):
        yield ", ".join(name(event) for event in events), targets


def always() -> Iterator[tuple[str, str, str]]:
    """What is legal wherever something is played: the events, where they lead, and where not after all."""
    for (words, lacking), events in groupby(
        (event for event in TABLE[State.READING] if event in ALWAYS), key=_wherever
    ):
        yield ", ".join(name(event) for event in events), words, lacking


def _wherever(event: type[AnyEvent]) -> tuple[str, str]:
    rows = {state: TABLE[state][event] for state in State if state in LIVE and event in TABLE[state]}
    stays = all(targets == {state} for state, targets in rows.items())
    lacking = [state.value for state in State if state in LIVE and state not in rows]
    return ("the same state" if stays else _words(frozenset().union(*rows.values()))), " or ".join(lacking)


def places(targets: Targets) -> Iterator[tuple[str, str]]:
    """Where a way may lead, as (id in the diagram, words); what many ways share is one place."""
    if targets >= INTERRUPTED:
        yield "where_it_was", "where it was"
        return
    if targets >= NEXT:
        yield "next", "the next turn"
        targets -= NEXT
    for state in State:
        if state in targets:
            yield identifier(state), state.value


def identifier(state: State) -> str:
    """The state's name without blanks."""
    return state.value.replace(" ", "_")


def diagram() -> Iterator[str]:
    """The lines of a mermaid diagram."""
    yield from ("```mermaid", "stateDiagram-v2")
    yield '    state "the next turn" as next'
    yield '    state "where it was" as where_it_was'
    for state in State:
        if identifier(state) != state.value:
            yield f'    state "{state.value}" as {identifier(state)}'
    yield "    [*] --> next: began"
    for state in State:
        if state in NEXT:
            yield f"    next --> {identifier(state)}"
    for state in State:
        arrows: dict[str, list[str]] = {}
        for events, targets in ways(state):
            for place, _ in places(targets):
                arrows.setdefault(place, []).append(events)
        for place, labels in arrows.items():
            yield f"    {identifier(state)} --> {place}: {', '.join(labels)}"
    yield f"    {identifier(State.ENDED)} --> [*]"
    yield f"    note right of {identifier(State.RESTING)}"
    yield "        Wherever something is played,"
    for events, words, lacking in always():
        yield f"        {events} → {words}" + (f" (not while {lacking})" if lacking else "")
    yield from ("    end note", "```")


def table() -> Iterator[str]:
    """The lines of a Markdown table."""
    yield from ("| state | event | leads to |", "|---|---|---|")
    for events, words, lacking in always():
        yield f"| *wherever something is played{', but ' if lacking else ''}{lacking}* | {events} | {words} |"
    for state in State:
        for events, targets in ways(state):
            yield f"| {state.value} | {events} | {_words(targets)} |"
        if not TABLE[state]:
            yield f"| {state.value} | none | nowhere |"


def _words(targets: Targets) -> str:
    return " or ".join(words for _, words in places(targets))


def drawn(page: str) -> str:
    """The page with what stands between the two marks drawn anew."""
    before, begins, rest = page.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise SystemExit(f"{PAGE.name} has no place for the diagram: the two marks are missing.")
    lines = (begins, "", *diagram(), "", *table(), "", ends)
    return before + "\n".join(lines) + after


def main() -> int:
    """Write the page, or check it."""
    found = PAGE.read_text("utf-8")
    now = drawn(found)
    if now == found:
        return 0
    if "--write" in sys.argv[1:]:
        PAGE.write_text(now, "utf-8")
        return 0
    print(f"{PAGE.name} does not show the table as it is; run docs/state_diagram.py --write.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
