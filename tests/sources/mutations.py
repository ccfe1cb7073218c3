"""Small publications of every source, and the ways in which one can arrive damaged.

A sample is cut into its records, so that a mutation can hit exactly one of them. Two kinds of mutations: of bytes, which
know no format, and of one record, which know whether it is XML, CSV or JSON. Everything is drawn from hypothesis.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from hypothesis import strategies as st

from sekisho.sources.records import Record
from sekisho.sources.registry import Card, card, read_source
from sekisho.sources.snapshot import SourceSnapshot
from tests.sources.ofac_files import archive, triple
from tests.sources.publications import FOLDER

DAY: Final = "2026-01-02"


@dataclass(frozen=True)
class Sample:
    """A small publication.

    Attributes:
        name: Of the test.
        source: Source id.
        file: Its name.
        form: ``xml``, ``csv``, ``json`` or ``text``.
        data: What is mutated.
        record: What one record is, as a pattern; of a CSV file, empty: its lines.
        dependent: A record means something else at another place.
        packed: What is read, made of what is mutated.
    """

    name: str
    source: str
    file: str
    form: str
    data: bytes
    record: str = ""
    dependent: bool = False
    packed: Callable[[bytes], bytes] = field(default=bytes)

    def card(self) -> Card:
        """Return the card of the source, with bounds that a small and damaged publication meets."""
        return dataclasses.replace(card(self.source), least=0, most_unread=1_000_000)

    def read(self, data: bytes) -> SourceSnapshot:
        """Read a version of it."""
        return read_source(self.card(), self.packed(data), self.file)

    def parts(self) -> list[tuple[bool, bytes]]:
        """Return it cut into pieces; each with whether it is a record."""
        found = _csv_spans(self.data) if self.form == "csv" else _spans(self.record, self.data)
        parts, at = [], 0
        for start, end in found:
            parts += [(False, self.data[at:start]), (True, self.data[start:end])]
            at = end
        return [one for one in (*parts, (False, self.data[at:])) if one[1]]


def _spans(pattern: str, data: bytes) -> list[tuple[int, int]]:
    return [one.span() for one in re.finditer(pattern.encode(), data, re.DOTALL | re.MULTILINE)]


def _csv_spans(data: bytes) -> list[tuple[int, int]]:
    """Return the lines of a CSV file that are neither its head nor above it."""
    spans, at, quotes, start = [], 0, 0, 0
    end = b"\r\n" if b"\r\n" in data else b"\n"
    for line in (one + end for one in data.removesuffix(end).split(end)):
        quotes += line.count(b'"')
        at += len(line)
        if quotes % 2 == 0:
            spans.append((start, at))
            start = at
    heads = 2 if data.removeprefix(b"\xef\xbb\xbf").startswith(b"Report Date") else 1
    heads = 0 if data.lstrip().startswith(b"101,") else heads
    return [span for span in spans[heads:] if data[slice(*span)].strip(b"\r\n \x1a")]


def _file(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def _sdn_csv(data: bytes) -> bytes:
    return archive(triple({"sdn.csv": data}))


def _sdn_aliases(data: bytes) -> bytes:
    return archive(triple({"alt.csv": data}))


def _only(data: bytes, supplement: int) -> bytes:
    """Return a file of part 744 without the other supplements."""
    return re.sub(rb'<DIV9 N="Supplement No. (?!%d ).*?</DIV9>' % supplement, b"", data, flags=re.DOTALL)


_ROW: Final = r"<TR>(?:(?!</TR>).)*?<TD.*?</TR>"
_SUPPLEMENTS: Final = {"us-entity-list": 4, "us-uvl": 6, "us-meu": 7}
_SDN: Final = r"<sdnEntry>.*?</sdnEntry>"
_SHEETS: Final = (
    ("us-entity-list", f"ecfr-15-744-{DAY}.xml", "xml", _ROW, True),
    ("us-uvl", f"ecfr-15-744-{DAY}.xml", "xml", _ROW, True),
    ("us-meu", f"ecfr-15-744-{DAY}.xml", "xml", _ROW, True),
    ("us-sdn", f"sdn-{DAY}.xml", "xml", _SDN, False),
    ("us-ofac-consolidated", f"consolidated-{DAY}.xml", "xml", _SDN, False),
    ("us-csl", f"csl-{DAY}.csv", "csv", "", False),
    ("us-csl", f"csl-{DAY}.json", "json", r"^  \{\n   \"id\".*?^  \}", False),
    ("eu-fsf", f"fsf-full-1.1-{DAY}.xml", "xml", r"<sanctionEntity .*?</sanctionEntity>", True),
    ("un-sc", f"un-consolidated-{DAY}.xml", "xml", r"<INDIVIDUAL>.*?</INDIVIDUAL>|<ENTITY>.*?</ENTITY>", False),
    ("gb-sanctions", f"uk-sanctions-list-{DAY}.xml", "xml", r"<Designation>.*?</Designation>", False),
    ("gb-sanctions", f"uk-sanctions-list-{DAY}.csv", "csv", "", True),
    ("ftm", "entities.ftm.json", "json", r"^\{.*?$", False),
    ("jp-end-user-list", f"meti-foreign-end-user-list-{DAY}.json", "json", r"^\{.*?\}(?=,?$)", False),
    ("us-ccl", f"ecfr-15-774-{DAY}.xml", "xml", r"<TR>.*?</TR>|<(P|FP-1)>.*?</\1>", True),
    ("us-country-chart", f"bis-country-chart-{DAY}.csv", "csv", "", False),
    ("us-country-groups", f"ear-country-groups-{DAY}.csv", "csv", "", False),
    ("hs-codes", f"harmonized-system-{DAY}.csv", "csv", "", True),
    ("high-priority-list", f"common-high-priority-list-{DAY}.csv", "csv", "", False),
    ("eu-annex-i", f"annex-i-plain-{DAY}.txt", "text", r"^[^\n]+$", True),
)


def samples() -> tuple[Sample, ...]:
    """Return a small publication of every source, in each of its forms."""
    made = []
    for source, file, form, record, dependent in _SHEETS:
        data = _file(f"example-dataset/{file}" if source == "ftm" else file)
        data = _only(data, _SUPPLEMENTS[source]) if source in _SUPPLEMENTS else data
        name = f"{source}-{file.rpartition('.')[2]}" if source in ("us-csl", "gb-sanctions") else source
        made.append(
            Sample(name, source, f"example-{DAY}.ftm.json" if source == "ftm" else file, form, data, record, dependent)
        )
    sdn, aliases = _file("ofac-csv/sdn.csv"), _file("ofac-csv/alt.csv")
    made.append(Sample("us-sdn-csv", "us-sdn", f"sdn-{DAY}.csv", "csv", sdn, packed=_sdn_csv))
    made.append(Sample("us-sdn-csv-aliases", "us-sdn", f"sdn-{DAY}.csv", "csv", aliases, packed=_sdn_aliases))
    return tuple(made)


# -- texts that a publication may hold --------------------------------------------------------------------------------

HOSTILE: Final = (
    "",
    " ",
    "\u00a0",
    "\u200b",
    "\u200e\u200f\u202e",
    "-",
    ",",
    ", ",
    ".",
    "()",
    "(",
    "-0-",
    "na",
    "0",
    "-1",
    "9" * 30,
    "9" * 5000,
    "1e999",
    "NaN",
    "0x10",
    "\u0661\u0669\u0661\u0669",
    "2026-02-30",
    "0000-00-00",
    "00/00/0000",
    "31/02/1960",
    "00/00/1960",
    "02/30/2026",
    "0000",
    "30 Feb 1960",
    "circa 0000",
    "0000 to 9999",
    "2026-13-01T00:00:00Z",
    "99999-01-01",
    "../../x",
    "..\\..\\x",
    "/etc/passwd",
    "a\u2028b\u2029c\u0085d",
    "\u0441\u043b\u043e\u0432\u043e",
    "\u202eevil\u202c",
    "=cmd|' /C calc'!A0",
    "\ufeff",
    "\ufffe",
    "x" * 70_000,
    "A.K.A. " * 500,
    "(" * 300 + ")" * 300,
    "; " * 400,
    "Atlantis",
    "CN",
    "\U0001f6a2",
    "e\u0301" * 200,
    "null",
    "true",
)
CONTROLS: Final = ("\x00", "\x01", "\x1b[31mred", "a\rb", "a\nb", "a\tb", "\x1a", "\x7f")


def texts() -> st.SearchStrategy[str]:
    """Return texts, most of them hostile."""
    return st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


# -- mutations of bytes -----------------------------------------------------------------------------------------------


def _without_a_byte_order_mark(text: str) -> str:
    return text.removeprefix("\ufeff")


@st.composite
def bytes_of(draw: st.DrawFn, data: bytes) -> bytes:  # noqa: PLR0911  (a return for each way of damage)
    """Return a version of a file that was damaged without regard to its format."""
    text = _without_a_byte_order_mark(data.decode())
    at = draw(st.integers(0, len(data)))
    how = draw(st.sampled_from(("cut", "flip", "insert", "delete", "copy", "encode", "mark", "repeat", "splice")))
    if how == "cut":
        return data[:at]
    if how == "flip":
        changed = bytearray(data)
        for _ in range(draw(st.integers(1, 4))):
            changed[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
        return bytes(changed)
    if how == "insert":
        return data[:at] + draw(st.binary(min_size=1, max_size=4) | st.sampled_from(_PIECES)) + data[at:]
    end = draw(st.integers(at, min(len(data), at + 200)))
    if how == "delete":
        return data[:at] + data[end:]
    if how == "copy":
        return data[:end] + data[at:]
    if how == "encode":
        encoding = draw(
            st.sampled_from(("utf-16", "utf-16-le", "utf-32", "latin-1", "shift_jis", "cp1252", "utf-7", "cp037"))
        )
        return text.encode(encoding, errors="replace")
    if how == "mark":
        mark = draw(st.sampled_from((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00", b"\x1f\x8b", b"\n" * 70_000)))
        return mark + data if draw(st.booleans()) else data + mark
    if how == "repeat":
        return data + data
    return draw(st.binary(max_size=300))


_PIECES: Final = (
    b"\x00",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\xf4\x90\x80\x80",
    b"\xff",
    b"\x1b[2J",
    b'"',
    b"'",
    b"<",
    b">",
    b"&",
    b"&amp;",
    b"&#0;",
    b"&#x202e;",
    b"&lol;",
    b"]]>",
    b"<!--",
    b"-->",
    b"<![CDATA[<x>]]>",
    b"<?php x ?>",
    b"\\ud800",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"NaN",
    b"\r",
    b"\n",
    b"\x85",
    b"\xe2\x80\xa8",
)

# -- mutations of one record ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Hit:
    """A file of which one record was changed.

    Attributes:
        data: The file.
        what: What was done.
        index: Which record, from 0.
    """

    data: bytes
    what: str
    index: int


@st.composite
def hits(draw: st.DrawFn, sample: Sample) -> Hit:
    """Return a version of a sample with exactly one record damaged."""
    parts = sample.parts()
    own = [number for number, (is_record, _) in enumerate(parts) if is_record]
    index = draw(st.integers(0, len(own) - 1))
    record = parts[own[index]][1]
    what, changed = draw(
        {"xml": xml_record, "csv": csv_record, "json": json_record, "text": text_record}[sample.form](record)
    )
    parts[own[index]] = (True, changed)
    return Hit(b"".join(piece for _, piece in parts), what, index)


def escaped(text: str) -> bytes:
    """Return a text as XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode()


@st.composite
def xml_record(draw: st.DrawFn, record: bytes) -> tuple[str, bytes]:  # noqa: PLR0911  (a return for each way of damage)
    """Return a record of an XML file with one element or attribute changed."""
    leaves = [one.span() for one in re.finditer(rb"<([A-Za-z0-9-]+)[^<>]*>[^<>]*</\1>", record)]
    marks = [one.span() for one in re.finditer(rb'\s[A-Za-z0-9]+="[^"]*"', record)]
    options = ["insert", "wrap", *(["attribute", "attribute text"] if marks else [])]
    options += ["remove", "empty", "text", "cdata", "rename", "double", "nest"] if leaves else []
    how = draw(st.sampled_from(options))
    start, end = draw(st.sampled_from(marks if how.startswith("attribute") else leaves or [(len(record) // 2,) * 2]))
    leaf, before, after = record[start:end], record[:start], record[end:]
    if how in ("remove", "attribute"):
        return how, before + after
    if how == "attribute text":
        name = leaf.partition(b"=")[0]
        return how, before + name + b'="' + escaped(draw(texts())) + b'"' + after
    if how == "insert":
        extra = draw(
            st.sampled_from((b"<!-- a comment -->", b"<?a pi?>", b"&nbsp;", b"<zzz>new</zzz>", b"<zzz a='b'/>", b"text"))
        )
        at = start if start < end else record.index(b">") + 1
        return how, record[:at] + extra + record[at:]
    if how == "wrap":
        return how, before + b"<zzz>" + leaf + b"</zzz>" + after
    head, tail = leaf[: leaf.index(b">") + 1], leaf[leaf.rindex(b"<") :]
    if how == "empty":
        return how, before + head + tail + after
    if how == "text":
        return how, before + head + escaped(draw(texts())) + tail + after
    if how == "cdata":
        return how, before + head + b"<![CDATA[" + leaf[len(head) : -len(tail)] + b"]]>" + tail + after
    if how == "rename":
        return how, before + re.sub(rb"^<[A-Za-z0-9-]+|[A-Za-z0-9-]+>$", lambda m: m[0][:1] + b"Zz" + m[0][1:], leaf) + after
    if how == "double":
        return how, before + leaf + leaf + after
    depth = draw(st.sampled_from((1, 5, 50, 3000)))
    return how, before + head + b"<z>" * depth + b"</z>" * depth + tail + after


@st.composite
def csv_record(draw: st.DrawFn, record: bytes) -> tuple[str, bytes]:
    """Return a row of a CSV file with one cell changed."""
    text = record.decode("utf-8-sig")
    try:
        cells = next(csv.reader([text.rstrip("\r\n")]), [""])
    except csv.Error:  # a line break outside quotes, as the chart of the Department of Commerce has it
        cells = text.rstrip("\r\n").split(",")
    at = draw(st.integers(0, len(cells) - 1))
    how = draw(st.sampled_from(("cell", "blank", "fewer", "more", "swap", "open quote", "inner quote", "bare", "double")))
    if how == "cell":
        cells[at] = draw(texts())
    elif how == "blank":
        cells[at] = ""
    elif how == "fewer":
        del cells[at]
    elif how == "more":
        cells.insert(at, draw(texts()))
    elif how == "swap":
        other = draw(st.integers(0, len(cells) - 1))
        cells[at], cells[other] = cells[other], cells[at]
    elif how == "double":
        return how, record.rstrip(b"\r\n") + b"," + record
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n" if record.endswith(b"\r\n") else "\n").writerow(cells)
    written = made.getvalue()
    place = draw(st.integers(0, max(0, len(written) - 2)))
    if how == "open quote":
        written = written[:place] + '"' + written[place:]
    elif how == "inner quote":
        written = written[:place] + '""' + written[place:]
    elif how == "bare":
        written = written[:place] + draw(st.sampled_from(("\r", "\x1a", "\x0b", "\u2028", ";", "'", "\\"))) + written[place:]
    return how, written.encode()


_VALUES: Final[tuple[Any, ...]] = (
    None,
    True,
    False,
    0,
    -1,
    10**400,
    1.5,
    [],
    {},
    [None],
    [[]],
    [{}],
    {"a": "b"},
    [[["x"]]],
    "",
)


@st.composite
def json_record(draw: st.DrawFn, record: bytes) -> tuple[str, bytes]:
    """Return an object of a JSON file with one key changed."""
    values: dict[str, Any] = json.loads(record)
    where = values
    if isinstance(values.get("properties"), dict) and values["properties"] and draw(st.booleans()):
        where = values["properties"]
    key = draw(st.sampled_from(sorted(where)))
    how = draw(st.sampled_from(("remove", "value", "text", "text", "control", "raw", "rename", "twice")))
    listed = isinstance(where[key], list) and draw(st.booleans())
    token = "\ue000here"
    raw = ""
    if how == "remove":
        del where[key]
    elif how == "rename":
        where[f"zz{key}"] = where.pop(key)
    elif how == "value":
        where[key] = draw(st.sampled_from(_VALUES))
    elif how in ("text", "control"):
        text = draw(texts() if how == "text" else st.sampled_from(CONTROLS))
        where[key] = [text, *where[key]] if listed else text
    elif how == "raw":
        where[key] = token
        raw = draw(
            st.sampled_from(
                (
                    "NaN",
                    "Infinity",
                    "-Infinity",
                    "9" * 6000,
                    "1e99999",
                    '"\\ud800"',
                    '"\\udfff\\ud800"',
                    '"\\u0000"',
                    "[" * 5000,
                )
            )
        )
        raw = raw if not raw.startswith("[") else raw + "]" * 5000
    written = json.dumps(values, ensure_ascii=draw(st.booleans())).replace(json.dumps(token), raw)
    written = written.replace(json.dumps(token, ensure_ascii=False), raw)
    if how == "twice":
        written = f"{written[:-1]}, {json.dumps(key)}: {json.dumps(where[key])}}}"
    return how, written.encode("utf-8", errors="surrogatepass")


@st.composite
def text_record(draw: st.DrawFn, record: bytes) -> tuple[str, bytes]:
    """Return a line of a text with something else in it."""
    text = record.decode()
    at = draw(st.integers(0, len(text)))
    return "text", (text[:at] + draw(texts()) + text[at:]).encode()


# -- what is read -----------------------------------------------------------------------------------------------------


def records_of(read: SourceSnapshot) -> Counter[Record]:
    """Return the records of a publication, with how often each was read; the lines of sections are left out."""
    sections = (dataclasses.replace(one, line=0) for one in read.sections)
    return Counter((*read.parties, *read.links, *sections, *read.rows))
