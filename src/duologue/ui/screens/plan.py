"""The plan of an evening: swap a part, drop one, then begin."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from duologue.core.deck import DEEP, Stage
from duologue.core.evening import Composer, Plan, PlannedPart
from duologue.core.pace import minutes_at
from duologue.core.text import plain
from duologue.ui import content
from duologue.ui.commands import PLAN, hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN
from duologue.ui.screens.tonight import PURPOSES
from duologue.ui.widgets.hints import Hints

_STAGES = {
    Stage.ARRIVE: "arrive",
    Stage.OPEN: "open",
    Stage.DEEPEN: "deepen",
    Stage.SOFTEN: "soften",
    Stage.CLOSE: "close",
}
_TITLE_CELLS = 24


class PlanScreen(ModalScreen[Plan | None]):
    """Dismissed with the plan to play, or with nothing."""

    CSS_PATH = "../styles/evening.tcss"
    AUTO_FOCUS = "#parts"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding(command.key, f"act('{command.id}')", show=False)
        for command in PLAN.values()
        if command.id != "begin"
    ]

    def __init__(self, composer: Composer, plan: Plan) -> None:
        super().__init__()
        self.composer = composer
        self.plan = plan

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            title, _ = PURPOSES[self.plan.asked.purpose]
            sheet.border_title = content.words(f" Tonight: {title.lower()} ")
            yield Static("", id="length", classes="muted")
            yield OptionList(id="parts", classes="list")
            yield Static("", id="about", classes="muted")
            yield Hints([hint(command) for command in PLAN.values()], id="plan-keys")

    def on_mount(self) -> None:
        self._show(0)

    def _show(self, marked: int) -> None:
        parts = self.query_one("#parts", OptionList)
        parts.clear_options()
        parts.add_options([Option(self._row(part)) for part in self.plan.parts])
        parts.highlighted = min(marked, len(self.plan.parts) - 1)
        self.query_one("#length", Static).update(content.words(self._length()))

    def _length(self) -> str:
        """Nothing that would tell what was wished for privately."""
        if self.plan.ground.private:
            return f"Within your {self.plan.asked.minutes} minutes."
        return f"About {self.plan.minutes} of your {self.plan.asked.minutes} minutes."

    def _row(self, part: PlannedPart) -> Content:
        minutes = minutes_at(part.steady_minutes, self.plan.ground.pace)
        shown = "" if self.plan.ground.private else f"{minutes:>3} min"
        return content.assemble(
            (f"{_STAGES[part.stage]:<9}", "$muted"),
            (content.fitted(part.deck.title, _TITLE_CELLS), "bold"),
            (shown, "$muted"),
            ("   deep" if part.deck.depth == DEEP else "", "$accent"),
        )

    @on(OptionList.OptionHighlighted)
    def _marked(self, event: OptionList.OptionHighlighted) -> None:
        marked = event.option_list.highlighted
        if marked is not None and marked < len(self.plan.parts):
            self.query_one("#about", Static).update(content.words(self.plan.parts[marked].deck.about))

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.dismiss(self.plan)

    def action_act(self, command: str) -> None:
        """Swap, drop, begin, or not tonight."""
        if command == "begin":
            self.dismiss(self.plan)
        elif command == "not-tonight":
            self.dismiss(None)
        else:
            self._change(command)

    def _change(self, command: str) -> None:
        marked = self.query_one("#parts", OptionList).highlighted or 0
        before = self.plan
        swaps = command == "swap"
        self.plan = self.composer.swapped(before, marked) if swaps else before.dropped(marked)
        if self.plan is before:
            words = "Nothing else fits here." if swaps else "This one holds the evening together. It stays."
            self.app.clear_notifications()
            self.app.notify(plain(words), markup=False)
        self._show(marked)
