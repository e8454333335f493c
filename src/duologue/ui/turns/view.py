"""What every view is given, and the words they share."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from duologue.core.consent import Consent
from duologue.core.events import MoreTime
from duologue.core.guidance import Guidance
from duologue.core.pace import Pace
from duologue.core.seats import Pair, Seat
from duologue.core.session import Session
from duologue.core.states import TABLE
from duologue.core.turns import PROMISE_PLACEHOLDER
from duologue.ui import content
from duologue.ui.commands import IN_SESSION, Hint, hint
from duologue.ui.scene import Look, PaneScene

NOBODY_ANSWERED = Consent()


@dataclass(frozen=True)
class View:
    """A session as it stands now."""

    session: Session
    time_is_up: bool = False
    trouble: str = ""
    """Why the moment being kept is not on the disk."""
    keeps: bool = True
    """Whether this window may keep anything."""
    guidance: Guidance = Guidance.FULL
    consent: Consent = NOBODY_ANSWERED
    """Who has said whether now is good."""

    def spoken(self, sentence: str, promise_of: Seat | None = None) -> Content:
        """A sentence of the deck with names in their colours, and with the promise that is looked back on."""
        session, roles = self.session, self.session.here.roles
        values = {
            roles.left: content.name(session.couple, Seat.LEFT),
            roles.right: content.name(session.couple, Seat.RIGHT),
            "left": content.name(session.couple, Seat.LEFT),
            "right": content.name(session.couple, Seat.RIGHT),
        }
        promise = session.hand.promises.of(promise_of) if promise_of else None
        values[PROMISE_PLACEHOLDER] = content.words(f"“{promise.text}”" if promise else "")
        values["card"] = content.filled(session.card.text, values)
        return content.filled(sentence, values)

    @property
    def shows_card(self) -> bool:
        """Whether this turn is played with the card on the table."""
        return self.session.turn is None or self.session.card_in_play

    @property
    def card(self) -> Content:
        """The card on the table; before and after the rounds, the deck's title."""
        if not self.shows_card:
            return content.words(self.session.deck.title).stylize("bold")
        return self.spoken("{card}").stylize("bold")

    @property
    def in_sight(self) -> Content | None:
        """What was picked openly in this round, or nothing."""
        picked = [
            Content.assemble(self.name(seat), content.words(f": {words}"))
            for seat, words in self.session.in_sight
        ]
        return Content("   ").join(picked) if picked else None

    @property
    def set_ahead(self) -> Content:
        """The set of cards that comes next."""
        cards = self.session.deck.sets[self.session.here.set - 1]
        return content.assemble((cards.title, "bold"), "\n", self.spoken(cards.say))

    def name(self, seat: Seat) -> Content:
        """A partner's name in their colour."""
        return content.name(self.session.couple, seat)


def key(command: str, seat: Seat | None = None, label: str = "") -> Hint:
    """The hint of one of the session's keys."""
    return hint(IN_SESSION[f"{seat}.{command}" if seat else command], label)


def pace_hints(view: View, seat: Seat, passing: Hint | None = None) -> tuple[Hint, ...]:
    """The keys a partner has about time: more of it while a candle burns, otherwise a faster pace."""
    passing = passing or key("pass", seat)
    if MoreTime in TABLE[view.session.playing]:
        return key("slower", seat), key("more-time", seat), passing
    if view.session.pace is Pace.BRISK:
        return key("slower", seat), passing
    ready = view.session.wishes.of(seat).rank > view.session.pace.rank
    faster = key("faster", seat, "faster, once both are ready" if ready else "")
    return key("slower", seat), faster, passing


def shared_hints(go_on: str = "go on", *, clock: bool = False) -> tuple[Hint, ...]:
    """The keys at the foot of the screen."""
    hints = [key("go-on", label=go_on)] if go_on else []
    hints.append(key("time-out"))
    if clock:
        hints.append(key("digits"))
    hints.append(Hint("f1", "help", "app.help"))
    return tuple(hints)


def alike(text: Content, status: str, hints: Pair[tuple[Hint, ...]] | None = None) -> Pair[PaneScene]:
    """Two panes that say the same."""
    hints = hints or Pair[tuple[Hint, ...]].both(())
    return Pair(
        PaneScene(text, status, Look.TOGETHER, hints.left),
        PaneScene(text, status, Look.TOGETHER, hints.right),
    )


def acting(seat: Seat, actor: PaneScene, other: PaneScene) -> Pair[PaneScene]:
    """The panes in their seats, where the partner in `seat` acts."""
    return Pair(actor, other) if seat is Seat.LEFT else Pair(other, actor)
