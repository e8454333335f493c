"""How everything is: what the doctor found, and what to do about it. No words of theirs are in it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from duologue.store.doctor.finding import Finding, Level, all_fine
from duologue.ui import content
from duologue.ui.commands import DOCTOR, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN, too_small
from duologue.ui.widgets.hints import Hints

_LOOKING = "Looking at everything that is kept…"
_COLOURS = {Level.LOOK: "$accent", Level.NOTE: "$foreground", Level.FINE: "$muted"}


class DoctorScreen(Screen[None]):
    """What needs a look first, then what is good to know, then what is fine."""

    CSS_PATH = "../styles/doctor.tcss"
    AUTO_FOCUS = "#findings"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [Binding(command.key, f"act('{command.id}')", show=False) for command in DOCTOR.values()]

    def compose(self) -> ComposeResult:
        with Vertical(classes="page"):
            yield Static(Content("How everything is"), classes="center doctor-title")
            yield Static(Content(_LOOKING), id="doctor-about", classes="center muted")
            with VerticalScroll(id="findings"):
                yield Static(id="found")
            yield Hints([hint(command) for command in DOCTOR.values()], id="foot")
        yield too_small()

    def show(self, findings: Sequence[Finding]) -> None:
        """Show what was found."""
        looks = sum(finding.level is Level.LOOK for finding in findings)
        things = "One thing" if looks == 1 else f"{looks} things"
        about = "All is well." if all_fine(findings) else f"{things} to look at. Looking changed nothing."
        content.put(self.query_one("#doctor-about", Static), content.words(about))
        order = [*_of(findings, Level.LOOK), *_of(findings, Level.NOTE)]
        parts = [_in_full(finding) for finding in order] + [_fine(_of(findings, Level.FINE))]
        content.put(self.query_one("#found", Static), Content("\n\n").join(parts))

    def action_act(self, command: str) -> None:
        """What a key stands for."""
        if command == "back-from-doctor":
            self.dismiss()


def _of(findings: Sequence[Finding], level: Level) -> list[Finding]:
    return [finding for finding in findings if finding.level is level]


def _in_full(finding: Finding) -> Content:
    """A file goes before what is said of it."""
    said = [finding.what, finding.where] if finding.where else [finding.what]
    first, *others = said[::-1] if finding.what[:1].islower() else said
    lines = [(f"\n{line}", "$muted") for line in (*others, finding.to_do) if line]
    return content.assemble(
        (f"{finding.area}  ", f"bold {_COLOURS[finding.level]}"), (first, "$foreground"), *lines
    )


def _fine(findings: Sequence[Finding]) -> Content:
    lines = [f"{finding.area:<12}{finding.what}" for finding in findings]
    return content.styled("\n".join(lines), "$muted")
