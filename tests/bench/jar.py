"""How a jar of 50,000 memories behaves: opening it, searching it, reading it for the first time, keeping."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import TYPE_CHECKING

from tests.bench.bench import (
    DUOLOGUE,
    HOME,
    WARM_UPS,
    Bench,
    NotMeasured,
    Result,
    await_marks,
    press,
    result,
)
from tests.bench.many_memories import FEELINGS, WORDS, fill, record

if TYPE_CHECKING:
    from tests.terminal.pseudo_terminal import PseudoTerminal

MANY = 50_000
A_FEW = 10
OPEN_PAIRS = 11
SAVE_PAIRS = 61
QUERIES = 400
DOWN, UP = b"\x1b[B", b"\x1b[A"
MARK = "›".encode()
IN_THE_JAR = b"add one"
"""Of the last line of the jar's first frame."""
AT_MOST_SECONDS = 0.05


def opened(bench: Bench, *marks: bytes) -> float:
    """Seconds from the key that opens the jar to its first frame, in a window that has come to rest."""
    with bench.open(*DUOLOGUE) as terminal:
        at_rest(terminal)
        start, began = len(terminal.raw), time.monotonic()
        terminal.send(b"j")
        await_marks(terminal, start, IN_THE_JAR, *marks)
        return time.monotonic() - began


def at_rest(terminal: PseudoTerminal) -> None:
    """Wait for home, and until nothing is drawn or loaded any more."""
    await_marks(terminal, 0, *HOME)
    while terminal.writes_within(0.6):
        pass


def first_frames(full: Bench, empty: Bench) -> Result:
    """From the key to the jar."""
    many: list[float] = []
    none: list[float] = []
    for number in range(WARM_UPS + OPEN_PAIRS):
        pair: list[tuple[list[float], Bench, tuple[bytes, ...]]]
        pair = [(many, full, (b"2026", MARK)), (none, empty, ())]
        for times, bench, marks in pair if number % 2 else reversed(pair):
            times.append(opened(bench, *marks))
    return result(f"first frame of a jar of {MANY:,}", many[WARM_UPS:], none[WARM_UPS:], at_most=1.2)


def reading(full: Bench) -> None:
    """The index made anew, while somebody looks around."""
    pauses: list[float] = []
    with full.open(*DUOLOGUE) as terminal:
        at_rest(terminal)
        start, began = len(terminal.raw), time.monotonic()
        terminal.send(b"j")
        await_marks(terminal, start, b"Reading your jar", MARK)
        whole = f"{MANY:,} moments you both kept".encode()
        while terminal.raw.find(whole, start) < 0:
            pauses.append(press(terminal, DOWN if len(pauses) % 40 < 20 else UP, MARK))
            if time.monotonic() - began > 600:
                raise NotMeasured("the jar was never read")
        took = time.monotonic() - began
    print(f"{'the index made anew':<44}{took:9.1f} s, {took / MANY * 1000:.2f} ms a memory")
    words = f"{median(pauses) * 1000:9.1f} ms, 99th percentile {percentile(pauses) * 1000:.1f} ms"
    print(f"{'key press to repaint meanwhile':<44}{words} ({len(pauses)} keys)", flush=True)


def leaving(full: Bench) -> None:
    """From the key that leaves to the end, while the jar is read for the first time."""
    with full.open(*DUOLOGUE) as terminal:
        at_rest(terminal)
        start = len(terminal.raw)
        terminal.send(b"j")
        await_marks(terminal, start, b"Reading your jar", MARK)
        began = time.monotonic()
        terminal.send(b"\x11")
        if terminal.status() != 0:
            raise NotMeasured("it did not end in order")
    print(f"{'leaving meanwhile':<44}{(time.monotonic() - began) * 1000:9.1f} ms", flush=True)


def searching(full: Bench) -> None:
    """As one types, with and without filters, in this process."""
    from duologue.store.index import Index
    from duologue.store.paths import Paths
    from duologue.ui.sieve import Sieve

    paths = Paths.under(full.home)
    index = Index(paths.index, paths.memories)
    index.refresh()
    glimpses = index.glimpses()
    index.close()
    texts = [glimpse.searched for glimpse in glimpses]
    times: list[float] = []
    for query in queries(Random(11)):
        sieve = Sieve(words=query, feeling=FEELINGS[len(times)] if len(times) < len(FEELINGS) else None)
        began = time.perf_counter()
        sieve.through(glimpses, texts)
        times.append(time.perf_counter() - began)
    verdict = "holds" if percentile(times) <= AT_MOST_SECONDS else "DOES NOT HOLD"
    figures = f"{median(times) * 1000:9.1f} ms, 99th percentile {percentile(times) * 1000:.1f} ms"
    print(
        f"{f'search in {len(texts):,}':<44}{figures}, at most 50  {verdict} ({len(times)} queries)",
        flush=True,
    )


def queries(chance: Random) -> list[str]:
    """Single letters, beginnings and middles of words, several words, words in any script, and nonsense."""
    found = ["a", "e", "o", "ł", "雨", "바", "д", "ب", "qqqq", "the a of", " "]
    while len(found) < QUERIES:
        words = chance.choices(WORDS, k=chance.choice((1, 1, 1, 2, 2, 3)))
        cut = chance.randrange(1, len(words[-1]) + 1)
        found.append(" ".join([*words[:-1], words[-1][:cut] if chance.random() < 0.7 else words[-1][-cut:]]))
    return found


def saving(full: Bench, few: Bench) -> None:
    """A memory is kept, and on the disk. It looks into each month, of which a large jar has hundreds."""
    from duologue.core.memory import Memory
    from duologue.core.toml_text import Document, parse
    from duologue.store.paths import Paths
    from duologue.store.records import save_memory
    from tests.bench.many_memories import LAST

    fill(few.home / "memories", A_FEW)
    many: list[float] = []
    none: list[float] = []
    for number in range(WARM_UPS + SAVE_PAIRS):
        document = parse(record(f"new{number}", LAST, Random(number)), "new")
        if not isinstance(document, Document):
            raise NotMeasured(str(document))
        memory = Memory.model_validate(document.values)
        pair = [(many, full), (none, few)]
        for times, bench in pair if number % 2 else reversed(pair):
            began = time.perf_counter()
            save_memory(Paths.under(bench.home), memory)
            times.append(time.perf_counter() - began)
    ours, others = median(many[WARM_UPS:]), median(none[WARM_UPS:])
    figures = f"{ours * 1000:9.1f} ms {others * 1000:9.1f} ms {ours / others:7.2f}"
    print(f"{f'keeping one in {MANY:,}, beside {A_FEW}':<44}{figures} ({SAVE_PAIRS} pairs)", flush=True)


def percentile(times: list[float]) -> float:
    """The 99th."""
    return quantiles(times, n=100, method="inclusive")[98]


def main() -> int:
    """Print all of it."""
    print(f"\nA jar of {MANY:,} memories beside an empty one, medians")
    with (
        tempfile.TemporaryDirectory(prefix="duologue-bench-") as one,
        tempfile.TemporaryDirectory(prefix="duologue-bench-") as other,
    ):
        full, empty = Bench(Path(one)), Bench(Path(other))
        fill(full.home / "memories", MANY)
        measures: list[Callable[[], object]] = [
            lambda: leaving(full),
            (full.home / "cache" / "jar.sqlite").unlink,
            lambda: reading(full),
            lambda: print(first_frames(full, empty), flush=True),
            lambda: searching(full),
            lambda: saving(full, empty),
        ]
        for measure in measures:
            try:
                measure()
            except NotMeasured as error:
                print(f"not measured: {error}", file=sys.stderr)
                return 1
    return 0
