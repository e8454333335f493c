"""Fills a home with three invented years, by the same functions with which the app keeps what is real."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import chain
from random import Random

from docs.demo.rhythm import CIRCLES_DECK, Evening, evenings
from docs.demo.scenes import paint
from docs.demo.words import Changed, Moment, Words, Written, read_words
from duologue.core.closeness import Circles, Closeness
from duologue.core.couple import Couple
from duologue.core.deck import Card, Deck
from duologue.core.events import Began
from duologue.core.hand import KEY_LETTERS, Chosen, FromTheJar, deal
from duologue.core.kept import Kept, revision
from duologue.core.memory import Line, Memory
from duologue.core.note import Kind, Note
from duologue.core.pace import AT_FIRST
from duologue.core.session import Session
from duologue.core.summary import FloorSeconds, Names, Summary
from duologue.moving.pictures import taken_in
from duologue.store import trash
from duologue.store.arrivals import bring_in
from duologue.store.decks import load_decks
from duologue.store.files import read_text, write_text
from duologue.store.own_cards import add_card
from duologue.store.paths import Paths
from duologue.store.records import save_memory, save_record
from duologue.store.settings import save_couple
from duologue.store.stars import save_stars
from duologue.store.summaries import LOOKED_BACK_ON

SEED = 41
HERE = timezone(timedelta(hours=1))
"""Wherever the demo is made, so that it is the same everywhere."""


def furnish(paths: Paths, today: date, seed: int = SEED) -> None:
    """Fill an empty home. The same seed and day make the same files, to the byte. Raises NotWritten."""
    words = read_words()
    couple = Couple(words.left, words.right)
    save_couple(paths, couple)
    for card in words.own_card:
        add_card(paths, card.deck, card.text)
    decks = {deck_id: deck for deck_id, (deck, _) in load_decks(paths)[0].items()}
    _Years(paths, today, words, couple, decks, Random(seed)).live()


@dataclass
class _Years:
    """The three years, being lived again."""

    paths: Paths
    today: date
    words: Words
    couple: Couple
    decks: Mapping[str, Deck]
    random: Random
    ended: dict[date, datetime] = field(default_factory=dict)
    """When the session of a day was over."""
    seen: list[list[str]] = field(default_factory=list)
    """The cards of all sessions, the oldest first."""

    def live(self) -> None:
        """Keep all of it, in the order in which it came to be."""
        self.play()
        for moment in self.words.memory:
            self.keep(moment)
        for kind, notes in self.words.notes.items():
            for written in notes:
                self.note(kind, written)
        self.give_stars()

    # What they played

    def play(self) -> None:
        """Every session, and how close they felt at the end of some."""
        picked = zip(self.words.circles.left, self.words.circles.right, strict=True)
        came_of = self._by_day()
        wanted = {day: [each.deck for each in of_day] for day, of_day in came_of.items()}
        for evening in evenings(self.today, wanted, self.words.away, self.random):
            summary = self._summary(evening, [self.card(each) for each in came_of.get(evening.day, ())])
            save_record(self.paths.sessions, summary.when, summary.id, summary.record())
            self.ended[evening.day] = summary.when
            if CIRCLES_DECK in evening.decks and (circles := next(picked, None)):
                self._feel_close(summary.when, *circles)

    def _by_day(self) -> dict[date, list[Moment | Written]]:
        """What came of a session, by the day it was."""
        found: dict[date, list[Moment | Written]] = {}
        everything: Iterable[Moment | Written] = chain(self.words.memory, *self.words.notes.values())
        for each in everything:
            if each.deck:
                found.setdefault(each.day(self.today), []).append(each)
        return found

    def _summary(self, evening: Evening, wanted: Sequence[str]) -> Summary:
        cards = [text for deck_id in evening.decks for text in self._cards(deck_id, wanted)]
        minutes = sum(self.decks[deck_id].steady_minutes for deck_id in evening.decks)
        seconds = round(minutes * 60 * AT_FIRST.factor * self.random.uniform(0.85, 1.2))
        begun = time(17, 20) if evening.day.weekday() == 6 else time(20, 10)
        later = timedelta(seconds=self.random.randrange(5400) + seconds)
        spoken, left = seconds * self.random.uniform(0.5, 0.65), self.random.uniform(0.44, 0.56)
        self.seen.append(cards)
        return Summary(
            id="".join(self.random.choices(KEY_LETTERS, k=16)),
            when=datetime.combine(evening.day, begun, HERE) + later,
            names=Names(left=self.couple.left, right=self.couple.right),
            decks=evening.decks,
            seconds=seconds,
            cards=tuple(cards),
            floor_seconds=FloorSeconds(left=round(spoken * left), right=round(spoken * (1 - left))),
        )

    def _cards(self, deck_id: str, wanted: Iterable[str]) -> list[str]:
        """The cards of one deck that were played: those that something came of, and others as they fell."""
        deck = self.decks[deck_id]
        seen = list(chain.from_iterable(self.seen[-LOOKED_BACK_ON:]))
        hand = deal([Chosen(deck_id, deck)], FromTheJar(seen), self.random)
        dealt = [card for played in _rounds(deck, hand.parts[0].deck.cards) for card in played]
        first = [card.text for card in deck.cards if card.text in wanted]
        return first + [card.text for card in dealt if card.text not in first][len(first) :]

    def _feel_close(self, when: datetime, left: int, right: int) -> None:
        closeness = Closeness(
            id=self.new_id(),
            when=when,
            deck=self.decks[CIRCLES_DECK].title,
            left=Circles(name=self.couple.left, circle=left),
            right=Circles(name=self.couple.right, circle=right),
        )
        save_record(self.paths.closeness, when, closeness.id, closeness.record())

    # What they kept

    def keep(self, moment: Moment) -> None:
        """Put a memory into the jar, with all that became of it."""
        final = Memory(
            id=self.new_id(),
            when=self.when(moment),
            deck=self.decks[moment.deck].title if moment.deck else "",
            card=self.card(moment),
            title=moment.title,
            feelings=moment.feelings,
            place=moment.place,
            picture=self._picture(moment.picture) if moment.picture else "",
            left=Line(name=self.couple.left, line=moment.left),
            right=Line(name=self.couple.right, line=moment.right),
        )
        first = final.model_copy(update=_changed(final, moment.earlier)) if moment.earlier else final
        file = save_memory(self.paths, first)
        if moment.earlier:
            self._change(first, final, moment.earlier.days)
        if moment.torn:
            for changed in _one_side_each(moment.torn):
                self._change(first, final.model_copy(update=_changed(final, changed)), changed.days)
        if moment.let_go is not None:
            trash.let_go(self.paths, [file], self.today - timedelta(days=moment.let_go))
        if moment.cut_off:
            text = read_text(file)
            write_text(file, text[: text.index("[end]")])

    def _change(self, first: Memory, now_reads: Memory, days: int) -> None:
        values = now_reads.model_dump(include={"title", "left", "right"})
        now = self.later(first.when, days)
        save_memory(self.paths, revision(Kept((first,)), first, values, version_id=self.new_id(), now=now))

    def _picture(self, scene: str) -> str:
        name, data = taken_in(paint(scene))
        bring_in(self.paths, [(self.paths.pictures.relative_to(self.paths.data) / name, data)])
        return name

    def note(self, kind: Kind, written: Written) -> None:
        """Keep a promise, a plan or a letter, and how it stands by now."""
        both = f"{self.couple.left} & {self.couple.right}"
        note = Note(
            id=self.new_id(),
            kind=kind,
            when=self.when(written),
            deck=self.decks[written.deck].title,
            card=self.card(written),
            by=self.couple.of(written.by) if written.by else both,
            to=self.couple.of(written.by.other) if written.by else "",
            text=written.text.strip(),
        )
        save_record(self.paths.notes(kind), note.when, note.id, note.record())
        if written.standing != "open":
            now = self.later(note.when, written.after)
            changed = {"standing": written.standing}
            stands = revision(Kept((note,)), note, changed, version_id=self.new_id(), now=now)
            save_record(self.paths.notes(kind), stands.when, stands.id, stands.record())

    def give_stars(self) -> None:
        """Give cards their stars, each as if its deck were being played."""
        for star in self.words.star:
            chosen = Chosen(star.deck, self.decks[star.deck])
            hand = deal([chosen], FromTheJar(), self.random)
            session = Session.begin(Began(couple=self.couple, hand=hand, pace=AT_FIRST))
            starred = frozenset({_card_that_begins(chosen.deck, star.card)})
            save_stars(self.paths, replace(session, stars=starred))

    # What all of it needs

    def when(self, each: Moment | Written) -> datetime:
        """The moment it was kept: shortly before the session was over, or at some hour of its day."""
        day = each.day(self.today)
        if each.deck:
            return self.ended[day] - timedelta(seconds=self.random.randrange(60, 240))
        return datetime.combine(day, time(9), HERE) + timedelta(seconds=self.random.randrange(13 * 3600))

    def later(self, when: datetime, days: int) -> datetime:
        """Some days later, but not later than yesterday."""
        yesterday = datetime.combine(self.today, time(), HERE) - timedelta(minutes=1)
        return max(when, min(when + timedelta(days=days, minutes=self.random.randrange(90)), yesterday))

    def card(self, each: Moment | Written) -> str:
        """The card it came of; empty where that is not told."""
        return _card_that_begins(self.decks[each.deck], each.card) if each.card else ""

    def new_id(self) -> str:
        """Like the ids of the store, but always the same ones."""
        return f"{self.random.getrandbits(64):016x}"


def _rounds(deck: Deck, cards: Iterable[Card]) -> Iterator[list[Card]]:
    """The cards of a hand that are played if none is swapped, set by set."""
    in_hand = list(cards)
    for number in range(1, len(deck.sets) + 1) if deck.sets else [None]:
        yield [card for card in in_hand if card.set == number][: deck.rounds]


def _card_that_begins(deck: Deck, beginning: str) -> str:
    found = [card.text for card in deck.cards if card.text.startswith(beginning)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} cards of {deck.title} begin with “{beginning}”")
    return found[0]


def _changed(memory: Memory, changed: Changed) -> dict[str, object]:
    """The changed words as a memory has them."""
    lines = {"left": memory.left, "right": memory.right}
    return {
        key: lines[key].model_copy(update={"line": text}) if key in lines else text
        for key, text in changed.words.items()
    }


def _one_side_each(torn: Changed) -> Iterator[Changed]:
    yield torn.model_copy(update={"right": None})
    yield torn.model_copy(update={"left": None})
