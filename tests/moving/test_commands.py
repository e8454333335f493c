"""`duologue memories import` and `duologue swap`, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duologue.cli.commands import cli
from duologue.core.kept import gather
from duologue.keepsake import json_form
from duologue.store.access import take_pen
from duologue.store.notes import load_notes
from duologue.store.paths import HOME_VARIABLE, Paths
from duologue.store.records import load_memories
from duologue.store.sealing import NotOpened
from tests.moving.jars import MAY, a_home, a_letter, a_memory, a_picture, contents, save

ENTRY = {"uuid": "6F30", "creationDate": "2024-01-05T03:02:50Z", "text": "By the sea\nRain"}
PICTURE = f"{'a' * 32}.jpg"
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Paths:
    return a_home(tmp_path / "home")


@pytest.fixture
def run(home: Paths) -> Run:
    def running(*arguments: str | Path, typed: str = "", home: Paths = home) -> Result:
        names = [str(argument) for argument in arguments]
        return CliRunner().invoke(cli, names, input=typed, env={HOME_VARIABLE: str(home.data)})

    return running


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    file = tmp_path / "Journal.json"
    file.write_text(json.dumps({"entries": [ENTRY, {**ENTRY, "uuid": "6F31"}]}))
    return file


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "Broken.json"
    file.write_text(json.dumps({"entries": [ENTRY, {"text": "When?"}]}))
    return file


def bring(run: Run, *arguments: str | Path) -> Result:
    return run("memories", "import", *arguments)


@pytest.mark.parametrize(("by", "left"), [("left", True), ("Ana", True), ("ben", False), ("RIGHT", False)])
def test_a_journal_comes_for_who_wrote_it(run: Run, home: Paths, journal: Path, by: str, left: bool) -> None:
    told = bring(run, journal, "--by", by)
    assert (told.exit_code, told.output) == (0, "2 came into the jar.\n")
    for memory in load_memories(home)[0]:
        assert (memory.left.line, memory.right.line) == (("Rain", "") if left else ("", "Rain"))
    told = bring(run, journal, "--by", by)
    assert (told.exit_code, told.output) == (0, "Nothing new came.\n2 in the jar already.\n")


@pytest.mark.parametrize("arguments", [(), ("--by", "Carla")])
def test_a_journal_of_nobody_known_does_not_come(
    run: Run, home: Paths, journal: Path, arguments: tuple[str, ...]
) -> None:
    told = bring(run, journal, *arguments)
    assert told.exit_code == 2
    assert "left" in told.output
    assert contents(home.data) == {}


def test_who_they_are_has_to_be_known_first(run: Run, home: Paths, journal: Path) -> None:
    home.couple.unlink()
    told = bring(run, journal, "--by", "left")
    assert told.exit_code == 2
    assert "duologue couple" in told.output


def test_a_dry_run_names_what_would_come_and_changes_nothing(run: Run, home: Paths, journal: Path) -> None:
    told = bring(run, journal, "--by", "left", "--dry-run")
    assert told.exit_code == 0
    assert "2 would come" in told.output
    assert "2024-01-05  By the sea" in told.output
    assert contents(home.data) == {}


def test_one_entry_that_cannot_be_read_stops_all_unless_they_say_otherwise(
    run: Run, home: Paths, broken: Path
) -> None:
    told = bring(run, broken, "--by", "left")
    assert told.exit_code == 1
    assert f"{broken}:1: entries[2].creationDate: is missing." in told.output
    assert "--skip-unreadable" in told.output
    assert contents(home.data) == {}
    told = bring(run, broken, "--by", "left", "--skip-unreadable")
    assert told.exit_code == 1
    assert "1 came into the jar." in told.output
    assert "entries[2].creationDate" in told.output
    assert len(load_memories(home)[0]) == 1


@pytest.mark.parametrize("command", ["import", "unpack"])
def test_nothing_comes_while_another_window_writes(
    run: Run, home: Paths, journal: Path, command: str
) -> None:
    pen = take_pen(home)
    try:
        told = bring(run, journal, "--by", "left") if command == "import" else run("swap", "unpack", journal)
        assert told.exit_code == 1
        assert "open in another window" in told.output
        assert bring(run, journal, "--by", "left", "--dry-run").exit_code == 0
    finally:
        pen.put_down()
    assert contents(home.data) == {}


def test_a_full_disk_is_told_and_leaves_the_jar_as_it_was(
    run: Run, home: Paths, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", full)
    told = bring(run, journal, "--by", "left")
    monkeypatch.undo()
    assert told.exit_code == 1
    assert "the disk is full" in told.output
    assert "as it was" in told.output
    assert contents(home.data) == {}


def test_texts_that_were_shortened_are_counted(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "Journal.json"
    file.write_text(json.dumps({"entries": [{**ENTRY, "text": "word " * 1000}]}))
    assert "1 shortened to the 2,000 characters" in bring(run, file, "--by", "left").output


# Swap


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that needs no seconds to try; the real one has tests of its own."""

    def unseal(sealed: bytes, passphrase: str) -> str:
        lock, _, text = sealed.decode().partition("|")
        if lock != passphrase:
            raise NotOpened("This is not the passphrase.")
        return text

    monkeypatch.setattr("duologue.store.sealing.seal", lambda text, lock: f"{lock}|{text}".encode())
    monkeypatch.setattr("duologue.store.sealing.unseal", unseal)
    monkeypatch.setattr("duologue.store.sealing.look_at", lambda _: None)


@pytest.fixture
def parcel(run: Run, home: Paths, tmp_path: Path, quick: None) -> Path:  # noqa: ARG001
    """What Ana packs for Ben."""
    save(home, a_memory("walk", picture=PICTURE), a_letter("dear-ben"), a_letter("dear-ana", by="Ben"))
    save(home, a_letter("mine", kind="promise"), a_letter("ours", kind="plan"))
    home.pictures.mkdir()
    (home.pictures / PICTURE).write_bytes(a_picture())
    file = tmp_path / "for-ben.age"
    told = run("swap", "pack", file, "--from", "Ana", typed="four words of ours\n" * 2)
    assert told.exit_code == 0, told.output
    assert "memories: 1, letters: 1" in told.output
    return file


def test_what_one_packed_the_other_unpacks_once_and_letters_stay_closed(
    run: Run, tmp_path: Path, parcel: Path
) -> None:
    there = a_home(tmp_path / "there")
    told = run("swap", "unpack", parcel, typed="four words of ours\n", home=there)
    assert (told.exit_code, told.output) == (0, "Passphrase: \n2 came into the jar.\n")
    (letter,), _ = load_notes(there, "letter")
    assert (letter.id, letter.standing) == ("dear-ben", "open")
    assert [memory.title for memory in load_memories(there)[0]] == ["The walk"]
    assert (there.pictures / PICTURE).read_bytes() == a_picture()
    assert load_notes(there, "promise")[0] == load_notes(there, "plan")[0] == []
    everything = contents(there.data)
    assert (
        "Nothing new came." in run("swap", "unpack", parcel, typed="four words of ours\n", home=there).output
    )
    assert contents(there.data) == everything


def test_a_wrong_passphrase_says_so_and_changes_nothing(run: Run, tmp_path: Path, parcel: Path) -> None:
    there = a_home(tmp_path / "there")
    told = run("swap", "unpack", parcel, typed="something else\n", home=there)
    assert told.exit_code == 1
    assert "not the passphrase" in told.output
    assert contents(there.data) == {}


def test_a_change_that_comes_takes_its_place_and_one_on_both_sides_lets_them_choose(
    run: Run, home: Paths, tmp_path: Path, parcel: Path
) -> None:
    there = a_home(tmp_path / "there")
    run("swap", "unpack", parcel, typed="four words of ours\n", home=there)
    save(home, a_memory("walk-2", of="walk", revises=("walk",), written=MAY, title="Ana's words"))
    again = tmp_path / "again.age"
    run("swap", "pack", again, "--from", "left", typed="four words of ours\n" * 2)
    run("swap", "unpack", again, typed="four words of ours\n", home=there)
    assert [memory.title for memory in load_memories(there)[0]] == ["Ana's words"]


@pytest.mark.parametrize(
    ("since", "told"), [("2024-05-18", "memories: 1, letters: 0"), ("2030-01-01", "nothing")]
)
@pytest.mark.usefixtures("quick")
def test_only_what_is_new_since_a_day_is_packed(
    run: Run, home: Paths, tmp_path: Path, since: str, told: str
) -> None:
    save(home, a_memory("walk"), a_memory("sea", day=3), a_letter())
    file = tmp_path / "new.age"
    packed = run("swap", "pack", file, "--from", "left", "--since", since, typed="four words of ours\n" * 2)
    assert packed.exit_code == 0
    assert told in packed.output
    assert file.exists() == ("nothing" not in told)


@pytest.mark.usefixtures("quick")
def test_a_passphrase_is_typed_twice_alike_and_a_short_one_is_asked_about(
    run: Run, home: Paths, tmp_path: Path
) -> None:
    save(home, a_memory())
    file = tmp_path / "for-ben.age"
    typed = "one thing here\nanother thing\nshort\nshort\nn\nfour words of ours\nfour words of ours\n"
    told = run("swap", "pack", file, "--from", "left", typed=typed)
    assert told.exit_code == 0
    assert "do not match" in told.output
    assert "That one is short" in told.output
    assert "four words of ours" not in told.output
    assert file.read_bytes().startswith(b"four words of ours|")


def test_a_file_that_is_there_is_never_written_over(run: Run, home: Paths, journal: Path) -> None:
    save(home, a_memory())
    before = journal.read_bytes()
    told = run("swap", "pack", journal, "--from", "left")
    assert told.exit_code == 2
    assert "already" in told.output
    assert journal.read_bytes() == before


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "inside", ["not ours", '{"kind": "duologue memories", "format": 1, "letters": [{}]}']
)
def test_a_parcel_with_something_else_in_it_changes_nothing(
    run: Run, home: Paths, tmp_path: Path, inside: str
) -> None:
    file = tmp_path / "odd.age"
    file.write_text(f"four words|{inside}")
    told = run("swap", "unpack", file, typed="four words\n")
    assert told.exit_code == 1
    assert str(file) in told.output
    assert "as it was" in told.output
    assert contents(home.data) == {}


def test_what_was_never_packed_is_refused_before_a_passphrase_is_asked_for(run: Run, journal: Path) -> None:
    told = run("swap", "unpack", journal)
    assert told.exit_code == 1
    assert "duologue swap pack" in told.output
    assert "Passphrase" not in told.output


def test_a_picture_that_is_none_does_not_come_with_its_memory(run: Run, home: Paths, tmp_path: Path) -> None:
    archive = json_form.Archive(tuple(gather([a_memory(picture=PICTURE)])), pictures={PICTURE: b"<script>"})
    file = tmp_path / "jar.json"
    file.write_text(json_form.write(archive))
    told = bring(run, file)
    assert told.exit_code == 0
    assert "1 came without its picture." in told.output
    assert not home.pictures.exists()


@pytest.mark.parametrize("form", ["--json", "--markdown"])
def test_what_came_out_of_a_jar_goes_into_another(run: Run, home: Paths, tmp_path: Path, form: str) -> None:
    changed = a_memory("sea-2", day=3, of="sea", revises=("sea",), written=MAY, title="- *The* sea?")
    save(home, a_memory("walk", picture=PICTURE, feelings=["Calm"], place="Lisbon"), a_memory("sea", day=3))
    save(home, changed)
    home.pictures.mkdir()
    (home.pictures / PICTURE).write_bytes(a_picture())
    taken = tmp_path / "taken"
    assert run("memories", "export", form, taken).exit_code == 0
    there = a_home(tmp_path / "there")
    assert run("memories", "import", taken, home=there).exit_code == 0
    assert load_memories(there)[0] == load_memories(home)[0]
    assert (there.pictures / PICTURE).read_bytes() == a_picture()
    for again in (home, there):
        before = contents(again.data)
        assert "Nothing new came." in run("memories", "import", taken, home=again).output
        assert contents(again.data) == before
