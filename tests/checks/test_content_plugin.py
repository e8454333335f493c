"""The check that no text from outside reaches a widget but through `ui/content.py`, itself checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mypy import api

ROOT = Path(__file__).parents[2]

BEFORE = """
from __future__ import annotations
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple
import click
from rich.segment import Segment
from rich.text import Text
from textual import widgets
from textual.app import App, ComposeResult, RenderResult
from textual.command import DiscoveryHit
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Checkbox, Collapsible, DataTable, Input, Label, OptionList, Static
from textual.widgets import TextArea
from textual.widgets.option_list import Option
from duologue.core.problem import Problem
from duologue.core.text import Clean, clean, plain
from duologue.ui import content
from duologue.ui.content import words

TITLE = "written here"
LABELS: Mapping[str, str] = {"a": "written here"}

class Colour(StrEnum):
    RED = "red"

class Told(NamedTuple):
    text: str

class Own(Static):
    pass

class AnyApp(App[None]):
    pass

async def play(app: AnyApp, widget: Static, table: DataTable[Any], data: str, number: int, many: list[str],
               problem: Problem, path: Path, anything: Any, told: Told, maybe: str | None,
               colour: Colour) -> None:
    {}
"""

REFUSED = {
    "Static": "Static(data)",
    "Static, an f-string": 'Static(f"Hello {data}")',
    "Static, added": 'Static("Hello " + data)',
    "Static, percent": 'Static("Hello %s" % data)',
    "Static, format": 'Static("Hello {}".format(data))',
    "Static, joined": 'Static(", ".join(many))',
    "Static, chosen": 'Static(data if number else "none")',
    "Static, or": 'Static(maybe or "none")',
    "Static, of unknown type": "Static(anything)",
    "Static, by its other name": "widgets.Static(data)",
    "Static, cleaned only": "Static(plain(data))",
    "Static, a local": "text = data\n    Static(text)",
    "Static, walrus": 'Static((text := data) + "")',
    "Static, star": "Static(*many)",
    "Static, of an object": 'Static(f"{problem}")',
    "Static, of a path": 'Static(f"{path}")',
    "Static, an attribute": "Static(told.text)",
    "Static, an item": "Static(many[0])",
    "Static, a call": "Static(str(problem))",
    "a class of ours": "Own(data)",
    "Label": "Label(data)",
    "Button": "Button(data)",
    "Checkbox": "Checkbox(data)",
    "Collapsible": "Collapsible(title=data)",
    "Option": "Option(data)",
    "options": "OptionList(*many)",
    "add_option": "OptionList().add_option(data)",
    "Content": "Content(data)",
    "Content, assembled": 'Content.assemble((data, "bold"))',
    "Content, assembled of strings": 'Content.assemble("a", data)',
    "Content, styled": 'Content.styled(data, "bold")',
    "Content, added": 'Content("a").append(data)',
    "Content, plus": 'Content("a") + data',
    "markup": 'Content.from_markup("[b]$name[/b]", name=data)',
    "markup of ours": "Content.from_markup(data)",
    "Segment": "Segment(data)",
    "rich Text": "Text(data)",
    "update": "widget.update(data)",
    "border_title": "widget.border_title = data",
    "border_title, an f-string": 'widget.border_title = f"{data}"',
    "border_subtitle": "widget.border_subtitle = data",
    "tooltip": "widget.tooltip = data",
    "title of the window": "app.title = data",
    "sub_title": "app.sub_title = data",
    "two at once": "widget.border_title, widget.border_subtitle = data, data",
    "more of it": "app.title += data",
    "value": "Input().value = data",
    "Input": "Input(data)",
    "placeholder": "Input(placeholder=data)",
    "placeholder, cleaned only": "Input(placeholder=plain(data))",
    "TextArea": "TextArea(data)",
    "notify": "app.notify(data, markup=False)",
    "notify, cleaned only": "app.notify(plain(data))",
    "notify, its title": 'app.notify("a", title=data, markup=False)',
    "exit": "app.exit(message=data)",
    "clipboard": "app.copy_to_clipboard(data)",
    "cell": "table.add_row(data)",
    "cells": "table.add_row(*many)",
    "column": "table.add_column(data)",
    "palette": 'DiscoveryHit("a", play, help=data)',
    "echo": "click.echo(data)",
    "echo, an object": "click.echo(problem)",
    "secho": "click.secho(data)",
    "style": "click.echo(click.style(data))",
    "prompt": "click.prompt(data)",
    "confirm": 'click.confirm(f"Forget {data}?")',
    "print": "print(data)",
    "print, an object": "print(problem)",
    "print, a path": 'print(f"in {path}")',
    "called clean": "Static(words(Clean(data)))",
}
"""What each of these lines draws came from outside."""

PASSES = {
    "a literal": 'Static("Hello")',
    "literals": 'Static("Hello, " "you" + " there" * 2)',
    "a constant": "Static(TITLE)",
    "of a constant": 'Static(LABELS["a"] + LABELS.get("b", "none"))',
    "chosen": 'Static("one" if number == 1 else "many")',
    "a number": 'Static(f"{number:,} of {number + 1}")',
    "an enum": 'Static(f"{colour}")',
    "words": "Static(words(data))",
    "words, an f-string": 'Static(content.words(f"Hello {data}"))',
    "styled": 'Static(content.styled(data, f"bold {data}"))',
    "assembled": 'Static(content.assemble("a ", (data, "bold"), words(data)))',
    "assembled of literals": 'Static(Content.assemble("a", ("b", f"{data}")))',
    "joined": 'Static(Content(", ").join(words(each) for each in many))',
    "joined, mapped": 'Static(Content(", ").join(map(words, many)))',
    "joined, listed": 'Static(Content(", ").join([*map(words, many), Content("end")]))',
    "options": "OptionList(*(Option(words(each)) for each in many))",
    "a border": "widget.border_title = words(data)",
    "a tooltip": "widget.tooltip = words(data)",
    "a segment": "Segment(plain(data))",
    "a field": "Input(plain(data))",
    "its value": "Input().value = plain(data)",
    "notify": 'app.notify(plain(f"Hello {data}"), markup=False)',
    "echo": "click.echo(plain(data))",
    "echo, cleaned": "click.echo(clean(data))",
    "a cell": "table.add_row(Text(plain(data)), number)",
    "no text": 'Static("a", id=data, classes=data, name=data)',
    "a class": 'widget.set_class(True, data); widget.query_one(f"#{data}")',
    "an answer": "Screen[str]().dismiss(data)",
    "a name": "widget.query_one(data, Static).loading = True",
    "a cursor": "widget.styles.width = number",
    "a call of ours": "many.append(data)",
}

CLASSES_REFUSED = {
    "render answers text": 'class New(Static):\n    def render(self) -> str:\n        return "a"',
    "render may answer text": 'class New(Widget):\n    def render(self) -> RenderResult:\n        return "a"',
    "a class of a class": 'class New(Own):\n    def render(self) -> str:\n        return "a"',
    "handed up": (
        "class New(Static):\n    def __init__(self, data: str) -> None:\n        super().__init__(data)"
    ),
    "handed up, with a name": (
        "class New(Collapsible):\n    def __init__(self, told: Told) -> None:\n"
        "        super().__init__(title=told.text)"
    ),
    "told by one of ours": (
        "class New(Vertical):\n    def compose(self) -> ComposeResult:\n        yield Static(self.told)\n"
        '    told: str = ""'
    ),
    "set on itself": (
        "class New(Static):\n    def on_mount(self) -> None:\n        self.border_title = self.told\n"
        '    told: str = ""'
    ),
}

CLASSES_PASS = {
    "render": 'class New(Static):\n    def render(self) -> Content:\n        return words("a")',
    "handed up": (
        "class New(Static):\n    def __init__(self, data: str) -> None:\n"
        "        super().__init__(words(data), id=data)"
    ),
    "a number handed up": (
        "class New(Static):\n    def watch_scroll_y(self, old: float, new: float) -> None:\n"
        "        super().watch_scroll_y(old, new)"
    ),
    "a text of ours": "class New(Static):\n    def told(self) -> str:\n        return str(self.id)",
}


def _program(line: str) -> str:
    head, _, tail = BEFORE.partition("{}\n")
    return f"{head}{line}\n{tail}"


def _class(text: str) -> str:
    return BEFORE.partition("class AnyApp")[0] + text + "\n"


PROGRAMS = {
    **{f"refused {name}": _program(line) for name, line in REFUSED.items()},
    **{f"passes {name}": _program(line) for name, line in PASSES.items()},
    **{f"refused class {name}": _class(text) for name, text in CLASSES_REFUSED.items()},
    **{f"passes class {name}": _class(text) for name, text in CLASSES_PASS.items()},
}


def _complaints(top: Path) -> dict[str, list[str]]:
    """What mypy says of each program, all of them looked at in one run, with the settings of this project."""
    room = top / "duologue" / "ui"
    room.mkdir(parents=True)
    files = {f"program_{number}.py": name for number, name in enumerate(PROGRAMS)}
    for file, name in files.items():
        (room / file).write_text(PROGRAMS[name])
    output, errors, _ = api.run(["--config-file", str(ROOT / "pyproject.toml"), str(room)])
    assert not errors, errors
    said: dict[str, list[str]] = {name: [] for name in PROGRAMS}
    for line in output.splitlines():
        if found := re.match(r"\S*?(?P<file>program_\d+\.py):\d+: error: (?P<what>.+)", line):
            said[files[found["file"]]].append(found["what"])
    return said


def test_what_came_from_outside_is_refused_and_the_rest_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one test, since mypy is run once for all of them."""
    monkeypatch.chdir(ROOT)
    said = _complaints(tmp_path)
    unclean = {name for name, lines in said.items() if any(line.endswith("[unclean]") for line in lines)}
    assert {name for name in PROGRAMS if name.startswith("refused")} == unclean
    assert not [said[name] for name in PROGRAMS if name.startswith("passes") and said[name]]
    (message,) = said["refused Static"]
    assert "content.words" in message
    assert "“Text from outside” in docs/CONTRIBUTING.md" in message
    assert "## Text from outside" in (ROOT / "docs" / "CONTRIBUTING.md").read_text()
