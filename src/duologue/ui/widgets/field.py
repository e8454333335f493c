"""Where a couple types: text that wraps, masked where the other must not see it."""

from __future__ import annotations

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Input, TextArea

from duologue.core.text import clean, plain
from duologue.ui.compat import forget_drawn_lines
from duologue.ui.scene import Field

_MASKS = {0: "\N{ZERO WIDTH NON-JOINER}", 1: "•", 2: "＊"}
"""A mask as wide as what it stands for, so that the cursor stays where it is."""


class _MaskOf(dict[int, str]):
    """The mask of each character, looked up once: a long line is masked anew with every key."""

    def __missing__(self, code: int) -> str:
        self[code] = " " if code == ord(" ") else _MASKS[min(cell_len(chr(code)), 2)]
        return self[code]


_MASK_OF = _MaskOf()


def masked(text: str) -> str:
    """The text with every character but spaces replaced by a mark of the same width."""
    return text.translate(_MASK_OF)


class WritingField(TextArea):
    """`ctrl+s` says it is done, as does `enter` where there is only one line. A paste comes in cleaned."""

    class Done(Message):
        """The writer is done."""

        def __init__(self, text: str, key: str) -> None:
            super().__init__()
            self.text = text
            self.key = key
            """Which text it was."""

    class Full(Message):
        """Something did not fit."""

    def __init__(self, field: Field) -> None:
        super().__init__(
            plain(field.draft),
            soft_wrap=True,
            show_line_numbers=False,
            compact=True,
            highlight_cursor_line=False,
        )
        self.key = field.key
        self.at_most = field.at_most
        self.lines = field.lines
        self.mask = self.unseen = field.masked
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """One line as it is drawn."""
        line = super().get_line(line_index)
        return Text(plain(masked(line.plain)), end="", no_wrap=True) if self.mask else line

    @property
    def words(self) -> str:
        """What is written, cleaned and no longer than fits."""
        return clean(self.text, lines=self.lines)[: self.at_most]

    def say_done(self) -> None:
        """The writer is done."""
        self.post_message(self.Done(self.words, self.key))

    def show_words(self) -> None:
        """Show what is masked, or mask it again."""
        self.mask = not self.mask
        forget_drawn_lines(self)

    def hide_words(self) -> None:
        """Mask what is written unseen again."""
        if self.unseen and not self.mask:
            self.show_words()

    def action_copy(self) -> None:
        """Copying would show masked words in the clipboard; nothing is copied while they are masked."""
        if not self.mask:
            super().action_copy()

    def action_cut(self) -> None:
        """As for copying."""
        if not self.mask:
            super().action_cut()

    def action_paste(self) -> None:
        """What was copied here comes in as any paste does: cleaned, and no more than fits."""
        self._take_in(self.app.clipboard)

    def on_resize(self) -> None:
        """In another room the lines break elsewhere; the place where one writes stays in sight."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def on_paste(self, event: events.Paste) -> None:
        """A paste comes in cleaned, as one line where there is only one."""
        event.prevent_default()
        event.stop()
        self._take_in(event.text)

    def on_key(self, event: events.Key) -> None:
        """Hears the end of writing here, not as a binding, which would overtake letters on their way."""
        if event.key == "ctrl+s" or (event.key == "enter" and not self.lines):
            self.say_done()
        elif event.key == "enter":
            self._insert("\n")
        elif event.key == "f3":
            self.show_words()
        elif event.character is not None and event.is_printable:
            self._insert(clean(event.character))
        else:
            return
        event.prevent_default()
        event.stop()

    def _take_in(self, pasted: str) -> None:
        text = clean(pasted, lines=True)
        self._insert(text if self.lines else " ".join(text.split("\n")))

    def _insert(self, text: str) -> None:
        """Put this in place of what is selected, or as much of it as fits."""
        text_now = clean(self.text, lines=True)
        room = self.at_most - len(text_now) + len(clean(self.selected_text, lines=True))
        if len(text) > room:
            self.post_message(self.Full())
        if room > 0:
            start, end = self.selection
            self.replace(plain(text[:room]), start, end, maintain_selection_offset=False)
            self.call_after_refresh(self.scroll_cursor_visible)


class NameField(Input):
    """A name. What must not reach the terminal never comes into it."""

    def on_paste(self, event: events.Paste) -> None:
        """A paste comes in as one line, cleaned, as much of it as fits."""
        event.prevent_default()
        event.stop()
        room = None if self.max_length is None else max(self.max_length - len(self.value), 0)
        self.insert_text_at_cursor(plain(" ".join(clean(event.text).split())[:room]))

    def on_key(self, event: events.Key) -> None:
        """Letters come in cleaned."""
        if event.character is not None and event.is_printable and clean(event.character) != event.character:
            event.prevent_default()
            event.stop()
            self.insert_text_at_cursor(clean(event.character))
