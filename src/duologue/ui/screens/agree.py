"""A question that both answer: each presses a key of theirs, and what both pressed counts."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from duologue.core.couple import Couple
from duologue.core.seats import Pair, Seat
from duologue.ui import content
from duologue.ui.commands import SEATED, Hint
from duologue.ui.screens.sizes import SIZES_ACROSS, SIZES_DOWN
from duologue.ui.widgets.hints import Hints

KEYS = {
    seat: [each for name in ("yes", "no", "third") for each in SEATED if each.id == f"{seat}.{name}"]
    for seat in Seat
}
"""The keys of each, for up to three answers."""
_DIFFERENT = "You see it differently. No hurry: either may still change."
_WAITING = "It takes both of you."


class Answers(Widget):
    """A line for each answer: one's key on the left, the other's on the right, and who has pressed."""

    auto_links = False

    def __init__(self, couple: Couple, answers: Sequence[str]) -> None:
        super().__init__()
        self.couple = couple
        self.answers = answers
        self.pressed: Pair[int | None] = Pair(None, None)

    def press(self, seat: Seat, answer: int) -> None:
        """One of them answers, or takes it back by pressing it again."""
        again = self.pressed.of(seat) == answer
        self.pressed = self.pressed.having(seat, None if again else answer)
        self.refresh()

    def render(self) -> Content:
        """Names above, then the answers."""
        left, right = (content.name(self.couple, seat) for seat in Seat)
        half = self.size.width // 2 - 1
        names = [each.truncate(half, ellipsis=True) for each in (left, right)]
        between = " " * (self.size.width - sum(each.cell_length for each in names))
        lines = [content.assemble(names[0], between, names[1])]
        return Content("\n").join([*lines, *(self._line(number) for number in range(len(self.answers)))])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """A line for the names and one for each answer."""
        return 1 + len(self.answers)

    def _line(self, number: int) -> Content:
        left, right = (self._key(seat, number) for seat in Seat)
        room = self.size.width - left.cell_length - right.cell_length - 2
        label = content.words(self.answers[number]).truncate(room, ellipsis=True)
        before = (room - label.cell_length) // 2
        after = room - label.cell_length - before
        agreed = self.pressed.left == self.pressed.right == number
        shown = label.stylize("bold $accent" if agreed else "$foreground")
        return Content.assemble(left, " " * (before + 1), shown, " " * (after + 1), right)

    def _key(self, seat: Seat, number: int) -> Content:
        """The key, with a filled mark once it was pressed."""
        mark = "●" if self.pressed.of(seat) == number else "○"
        key = KEYS[seat][number].key
        shown = content.words(f"{key} {mark}" if seat is Seat.LEFT else f"{mark} {key}")
        action = Style.from_meta({"@click": f"screen.press('{seat}', {number})"})
        return shown.stylize(f"bold {content.COLOUR_OF[seat]}").stylize(action)


class AgreeScreen(ModalScreen[int | None]):
    """Dismissed with the number of the answer that both chose, counted from 0, or with None."""

    CSS_PATH = "../styles/agree.tcss"
    AUTO_FOCUS = "#asked"
    HORIZONTAL_BREAKPOINTS = SIZES_ACROSS
    VERTICAL_BREAKPOINTS = SIZES_DOWN
    BINDINGS = [
        Binding("escape", "back", show=False),
        *(
            Binding(command.key, f"press('{seat}', {number})", show=False)
            for seat in Seat
            for number, command in enumerate(KEYS[seat])
        ),
    ]

    def __init__(
        self, couple: Couple, title: str, words: Content, answers: Sequence[str], back: str = "not now"
    ) -> None:
        """At most three answers; `back` is what escape means here."""
        super().__init__()
        self.couple = couple
        self.heading = title
        self.words = words
        self.answers = answers
        self.back = back

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet") as sheet:
            sheet.border_title = content.words(f" {self.heading} ")
            with VerticalScroll(id="asked"):
                yield Static(self.words)
            yield Answers(self.couple, self.answers)
            yield Static(Content(_WAITING), id="so-far", classes="muted")
            yield Hints([Hint("esc", self.back, "screen.back")])

    def action_press(self, seat: str, number: int) -> None:
        """One of them presses a key."""
        answers = self.query_one(Answers)
        if not self.is_current or number >= len(self.answers):
            return
        answers.press(Seat(seat), number)
        left, right = answers.pressed.left, answers.pressed.right
        if left is not None and left == right:
            self.dismiss(left)
        else:
            differ = left is not None and right is not None
            self.query_one("#so-far", Static).update(Content(_DIFFERENT if differ else _WAITING))

    def action_back(self) -> None:
        """Leave it for now."""
        self.dismiss(None)
