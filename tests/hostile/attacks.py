"""Files that try to harm, made anew each time: what stands in them, and what they are.

`contents` are for every kind of TOML file; the others are for one form alone. Nothing of it is ever committed
as a file. See `strings.py` for what tries to harm by being drawn, and `kinds.py` for where it is laid.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import tarfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

from tests.hostile.strings import FILE_NAMES

BIG = 300 * 1024
FIT = 250 * 1024
"""Just below what is read at all."""


def _repeated(part: str, size: int = FIT) -> str:
    return part * (size // len(part.encode()))


def _keys(count: int, key: str = "k{}") -> str:
    return "".join(f"{key.format(number)} = 1\n" for number in range(count))


def _colliding(count: int) -> str:
    """Keys that differ in one bit of each letter, as those do that are made to share a hash."""
    letters = ["".join("Ca"[number >> bit & 1] for bit in range(14)) for number in range(count)]
    return "".join(f"{each} = 1\n" for each in letters)


_TEXTS: dict[str, str] = {
    "nested arrays": "x = " + "[" * 100_000,
    "nested arrays, closed": f"x = {'[' * 60_000}{']' * 60_000}",
    "nested tables": "x = " + _repeated("{a = "),
    "nested in turn": "x = " + _repeated("[{a = ", 60_000),
    "dots": "a." * 40_000 + "a = 1",
    "dots in a header": f"[{'a.' * 40_000}a]\n",
    "dots in quotes": '"a".' * 30_000 + "a = 1",
    "dots everywhere": "".join(f"[a.b.c.d.k{number}]\n" for number in range(8_000)),
    "header brackets": "[" * 1_000 + "a" + "]" * 1_000,
    "long word": "x = " + "a" * 100_000,
    "long key": "k" * 100_000 + " = 1",
    "long key in quotes": f'"{"k" * 100_000}" = 1',
    "huge number": "format = " + "9" * 100_000,
    "huge number in hex": "format = 0x" + "f" * 100,
    "huge float": "format = 1e999999999",
    "not a number": "format = nan",
    "infinite": "format = -inf",
    "negative": "format = -1",
    "a thousand digits": "format = " + "_".join("1" * 60),
    "date beyond": "format = 99999-99-99T99:99:99Z",
    "date at the end": "format = 9999-12-31T23:59:59-23:59",
    "a truth": "format = true",
    "a text": 'format = "1"',
    "format to come": "format = 2\n[end]\ncomplete = true\n",
    "format far to come": "format = 999999999999999999999\n",
    "300 KB": "# " + "x" * BIG,
    "300 KB of lines": "\n" * BIG,
    "100,000 keys": _keys(100_000),
    "20,000 keys": _keys(20_001),
    "20,000 items": f"x = [{'1,' * 20_001}]",
    "20,000 tables": "[[x]]\n" * 20_001,
    "colliding keys": _colliding(8_000),
    "long unlikely keys": _keys(3_000, "unlikely-key-of-fifty-letters-that-is-like-others{}"),
    "the same key twice": "format = 1\nformat = 1\n",
    "the same table twice": "format = 1\n[end]\ncomplete = true\n[end]\ncomplete = true\n",
    "empty": "",
    "blank": " \t\n" * 1_000,
    "no TOML": "this is no TOML at all",
    "JSON": '{"format": 1}',
    "YAML": "format: !!python/object/apply:os.system ['id']",
    "nul": "format = 1\x00",
    "nul in a text": 'title = "a\x00b"',
    "escapes": "\x1b]0;owned\x07\x1b[2J = 1",
    "escapes in a key": '"\x1b]52;c;b3duZWQ=\x07" = 1',
    "C1 in a key": '"\x9b2J" = 1',
    "bidi in a key": '"\u202eeltit" = 1',
    "markup in a key": '"[@click=app.quit]x[/]" = 1',
    "format in a key": '"{0.__class__}{x}%n" = 1',
    "surrogate, escaped": 'title = "\\ud800"',
    "beyond Unicode, escaped": 'title = "\\U00110000"',
    "never closed": 'title = "' + "a" * 1_000,
    "never closed, many lines": 'title = """' + "a\n" * 50_000,
    "quotes": '"' * 100_000,
    "triple quotes": "x = " + _repeated('"""', 100_000),
    "backslashes": 'x = "' + "\\" * 100_001 + '"',
    "carriage returns": "format = 1\r" * 10_000,
    "marks": 'title = "a' + "\u0301\u0316" * 60_000 + '"',
    "marks in a key": '"a' + "\u0301\u0316" * 60_000 + '" = 1',
    "merge": "<<<<<<< ours\nformat = 1\n=======\nformat = 1\n>>>>>>> theirs\n",
    "merges": _repeated("<<<<<<< a\n=======\n>>>>>>> b\n", 200_000),
    "merge never ended": _repeated("<<<<<<< a\n", 200_000),
    "a path": "id = '../../up'\nformat = 1\n[end]\ncomplete = true\n",
}

contents: Mapping[str, bytes] = {
    **{name: text.encode() for name, text in _TEXTS.items()},
    "invalid UTF-8": b'title = "\xff\xfe"',
    "overlong UTF-8": b'title = "\xc0\xaf"',
    "surrogates in UTF-8": b'title = "\xed\xa0\x80"',
    "cut UTF-8": b'title = "\xf0\x9f',
    "UTF-16": "format = 1".encode("utf-16"),
    "UTF-32": "format = 1".encode("utf-32"),
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbfformat = 1",
    "zeros": bytes(100_000),
    "all bytes": bytes(range(256)) * 100,
    "a picture": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 8,
}
"""What may stand in a file that is to be TOML. Not one of them is any of ours."""


def _fifo(place: Path) -> None:
    os.mkfifo(place)


def _folder(place: Path) -> None:
    place.mkdir()


def _socket(place: Path) -> None:
    here = Path.cwd()
    os.chdir(place.parent)  # The path of a socket has to be short.
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(place.name)
    finally:
        os.chdir(here)


def _sparse(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(1 << 40)


def _link_to(target: str) -> Callable[[Path], None]:
    return lambda place: place.symlink_to(target)


things: Mapping[str, Callable[[Path], None]] = {
    "a pipe": _fifo,
    "a folder": _folder,
    "a socket": _socket,
    "a terabyte of nothing": _sparse,
    "a link to nothing": _link_to("nowhere"),
    "a link to itself": lambda place: place.symlink_to(place.name),
    "a link to a device": _link_to("/dev/zero"),
    "a link to a terminal": _link_to("/dev/tty"),
    "a link out": _link_to("/etc/passwd"),
    "a link to a process": _link_to("/proc/self/environ"),
    "a link to memory": _link_to("/proc/self/mem"),
}
"""What stands where a file is to be and is none. All of them are refused unread."""


def anything(*more: Mapping[str, bytes]) -> Mapping[str, bytes | Callable[[Path], None]]:
    """All contents, these and everything else that may stand where a file is to be."""
    found: dict[str, bytes | Callable[[Path], None]] = {**things}
    for each in (*more, contents):
        found |= each
    return found


names: tuple[bytes, ...] = FILE_NAMES


# Journals


def _line(event: bytes) -> bytes:
    return b'{"crc":"%08x","event":%s}\n' % (zlib.crc32(event), event)


journals: Mapping[str, bytes] = {
    "no line": b"",
    "line breaks": b"\n" * 100_000,
    "no JSON": _line(b"hello"),
    "nested": _line(b"[" * 100_000),
    "nested, closed": _line(b"[" * 100_000 + b"]" * 100_000),
    "nothing began": _line(b'{"type":"ticked","at":1}') * 1_000,
    "unknown event": _line(b'{"type":"owned"}'),
    "not a number": _line(b'{"type":"began","at":NaN}'),
    "huge number": _line(b'{"type":"began","at":' + b"9" * 100_000 + b"}"),
    "huge text": _line(b'{"type":"' + b"a" * FIT + b'"}'),
    "surrogate": _line(b'{"type":"\\ud800"}'),
    "invalid UTF-8": _line(b'{"type":"\xff"}'),
    "a deck that is none": _line(
        b'{"type":"began","couple":["a","b"],"hand":{"key":"../..","parts":[]},"pace":1}'
    ),
    "other checksum": b'{"crc":"00000000","event":{"type":"began"}}\n',
    "zeros": bytes(FIT),
    "escapes": b"\x1b]52;c;b3duZWQ=\x07" * 1_000,
    "no end of line": b"a" * BIG,
    "control lines": b"\x1c\x1d\x1e\x85" * 50_000,
}
"""None of them is a session."""


# What is brought in


def _entries(*entries: object) -> bytes:
    return json.dumps({"entries": entries}).encode()


_NOW = "2024-01-05T03:02:50Z"

json_files: Mapping[str, bytes] = {
    "no JSON": b"hello",
    "nested": b"[" * 100_000,
    "nested objects": b'{"a":' * 50_000,
    "no object": b"[]",
    "neither": b'{"a": 1}',
    "huge number": b'{"kind": ' + b"9" * 100_000 + b"}",
    "infinite": b'{"kind": Infinity, "format": NaN}',
    "UTF-16": '{"entries": []}'.encode("utf-16"),
    "cut UTF-8": b'{"entries": "\xf0\x9f',
    "zeros": bytes(1_000),
    "many keys": b"{" + b",".join(b'"k%d":1' % number for number in range(20_000)) + b"}",
    "kind of another": b'{"kind": "duologue-archive", "format": 1}',
    "newer": b'{"kind": "duologue", "format": 99999999999}',
    "entries that are none": b'{"entries": "all of them"}',
    "an entry that is none": b'{"entries": [1, null, "a", [], {"creationDate": "never"}]}',
    "an entry with a huge date": _entries({"creationDate": "999999-01-01T00:00:00Z"}),
    "an entry with the wrong kinds": _entries({"creationDate": _NOW, "text": [], "tags": {"a": 1}}),
}
"""Nothing comes of any of them."""

shown_entries: Mapping[str, bytes] = {
    "pictures that never end": _entries({"creationDate": _NOW, "text": "![" * 50_000}),
    "moments that never end": _entries({"creationDate": _NOW, "text": "![](dayone-moment:" * 10_000}),
    "backslashes": _entries({"creationDate": _NOW, "text": "\\" * 100_000}),
    "headings": _entries({"creationDate": _NOW, "text": "###### " * 20_000}),
    "marks": _entries({"creationDate": _NOW, "text": "a" + "\u0301\u0316" * 50_000}),
    "marks in a tag": _entries({"creationDate": _NOW, "text": "a", "tags": ["a" + "\u0301\u0316" * 50_000]}),
    "a wide tag": _entries({"creationDate": _NOW, "text": "a", "tags": ["\ufdfa" * 50_000]}),
    "a zone up": _entries({"creationDate": _NOW, "text": "a", "timeZone": "../../../etc/passwd"}),
    "a zone of nothing": _entries({"creationDate": _NOW, "text": "a", "timeZone": "\x00" * 300}),
    "a photo up": _entries({"creationDate": _NOW, "text": "a", "photos": [{"md5": "../../../etc/passwd"}]}),
    "surrogates": _entries({"creationDate": _NOW, "text": "a\ud800", "uuid": "\udfff", "tags": ["\ud800"]}),
}
"""Each becomes a memory without harm."""

_FRONT = "---\nid: a1\nwhen: 2024-01-05T03:02:50Z\nnames: {}\n---\n"

markdown_files: Mapping[str, bytes] = {
    "empty": b"",
    "no front": b"# A title",
    "front never closed": b"---\n" + b"id: a\n" * 30_000,
    "nested": f"---\nnames: {'[' * 100_000}\n---\n".encode(),
    "huge number": f"---\nnames: [{'9' * 100_000}, 1]\n---\n".encode(),
    "names that are none": (_FRONT.format("[1, {}]") + "# a\n## b\n## c\n").encode(),
    "headings": (_FRONT.format('["a", "b"]') + "# a\n" * 30_000).encode(),
    "a path": _FRONT.replace("a1", "../../up").format('["a", "b"]').encode() + b"# a\n## b\n## c\n",
    "escapes": b"\x1b]52;c;b3duZWQ=\x07" * 1_000,
    "invalid UTF-8": b"---\n\xff\n---\n",
    "300 KB": b"a" * BIG,
    "line breaks": b"---\n" + b"\n" * 200_000,
}
"""None of them is a memory."""


def _zip_of(files: Mapping[str, bytes], kind: int = ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", kind, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


_JOURNAL = _zip_of({"Journal.json": b'{"entries": []}'})

zip_files: Mapping[str, bytes] = {
    "no zip": b"PK hello",
    "empty": b"",
    "cut": _JOURNAL[: len(_JOURNAL) // 2],
    "nothing in it": _zip_of({}),
    "no journal": _zip_of({"a.txt": b"a"}),
    "a bomb": _zip_of({"Journal.json": bytes(30_000_000)}),
    "a path up": _zip_of({"../../Journal.json": b"{}"}),
    "an absolute path": _zip_of({"/Journal.json": b"{}"}),
    "a path of Windows": _zip_of({"C:\\Journal.json": b"{}"}),
    "odd names": _zip_of({"\x1b]52;c;b3duZWQ=\x07\u202e.json": b"hello"}),
    "packed otherwise": _zip_of({"Journal.json": b"{}" * 1_000}, ZIP_LZMA),
    "locked": _JOURNAL.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
    "many files": _zip_of({f"{number}.txt": b"" for number in range(3_000)}),
    "damaged": _JOURNAL.replace(b'{"entries', b'{"entri3s') if b'{"entries' in _JOURNAL else _JOURNAL[:-30],
    "a JSON file": b'{"entries": []}',
}
"""Nothing comes of any of them."""


# Pictures


def _png(width: int, height: int, data: bytes = b"", *chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    others = b"".join(chunk(*each) for each in chunks)
    return b"\x89PNG\r\n\x1a\n" + head + others + chunk(b"IDAT", data) + chunk(b"IEND", b"")


_BOMB = zlib.compress(bytes(100_000_000), 1)

pictures: Mapping[str, bytes] = {
    "empty": b"",
    "no picture": b"hello",
    "magic alone": b"\x89PNG\r\n\x1a\n",
    "another's magic": b"\xff\xd8\xff" + _png(1, 1)[3:],
    "a pixel bomb": _png(60_000, 60_000, zlib.compress(bytes(1_000_000))),
    "too many pixels": _png(2**31 - 1, 2**31 - 1),
    "no pixels": _png(0, 0),
    "a wide one": _png(2**31 - 1, 1),
    "data too short": _png(100, 100, zlib.compress(b"abc")),
    "a bomb of words": _png(1, 1, b"", (b"zTXt", b"a\0\0" + _BOMB)),
    "a profile bomb": _png(1, 1, b"", (b"iCCP", b"a\0\0" + _BOMB)),
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file",
    "TIFF": b"II*\0\x08\0\0\0\xff\xff" + bytes(100),
    "GIF, cut": b"GIF89a\xff\xff\xff\xff\xf7\0\0",
    "JPEG, cut": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01",
    "WebP, cut": b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff",
}
"""None of them can be taken into the jar."""


# Backups


def _tar(name: str, kind: bytes = tarfile.REGTYPE, *, size: int = 0, link: str = "") -> bytes:
    made, member = BytesIO(), tarfile.TarInfo(name)
    member.type, member.linkname, member.size = kind, link, size
    with tarfile.open(fileobj=made, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(member, BytesIO(bytes(size)))
    return made.getvalue()


tar_files: Mapping[str, bytes] = {
    "empty": b"",
    "no tar": b"hello" * 1_000,
    "cut": _tar("a", size=2_000)[:1_024],
    "a link": _tar("a", tarfile.SYMTYPE, link="/etc/passwd"),
    "a hard link": _tar("a", tarfile.LNKTYPE, link="../../a"),
    "a pipe": _tar("a", tarfile.FIFOTYPE),
    "a device": _tar("a", tarfile.CHRTYPE),
    "a folder": _tar("a", tarfile.DIRTYPE),
    "a sparse file": _tar("a", tarfile.GNUTYPE_SPARSE),
    "a name of 4 MB": _tar("a" * 4_000_000),
    "damaged": _tar("a", size=10).replace(b"ustar", b"USTAR"),
    "all bytes": bytes(range(256)) * 100,
    "letters for a size": _tar("a").replace(b"00000000000\0", b"0000000000x\0", 1),
}
"""None of them is a backup of ours."""


# What the cache holds

shelves: Mapping[str, object] = {
    "no text for a title": ["id", 5, "about", 1.0, 1, False],
    "no text at all": [None] * 6,
    "lists": [[], [], [], [], [], []],
    "too few": ["id"],
    "too many": ["id"] * 60,
    "escapes": ["id", "\x1b]52;c;b3duZWQ=\x07", "\u202eabout", 1.0, 1, False],
    "not a number": ["id", "title", "about", float("nan"), 1, False],
    "infinite": ["id", "title", "about", float("inf"), 1, False],
    "depth": ["id", "title", "about", 1.0, 10**30, False],
    "an id that is none": ["../../up", "title", "about", 1.0, 1, False],
    "a huge title": ["id", "a" * 100_000, "about", 1.0, 1, False],
}
"""A deck as it may stand in the remembered shelf; not one of them may come to the screen as it is."""

everything = (
    *(contents, things, names, journals, json_files, shown_entries, markdown_files, zip_files, pictures),
    *(tar_files, shelves),
)
"""All of them."""
