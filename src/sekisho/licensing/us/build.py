"""From the files of ``rulebooks/us-ear`` to the compiled law.

Decides whether the files hold together: known keys, known places and groups, citations, conditions that parse. Refuses
a table that does not; knows nothing of transactions. Runs when the rulebook is compiled, never during a check.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sekisho.errors import DocumentError, Error, RulebookError
from sekisho.licensing.us.tables import ANYWHERE, EQUIPMENT_SERIES
from sekisho.logic import serial
from sekisho.logic.parser import parse
from sekisho.logic.tree import In, walk
from sekisho.logic.values import Type
from sekisho.terms.dates import parse_date
from sekisho.terms.document import Node, read_document
from sekisho.terms.places import PLACES

FOLDER = "us-ear/"
FILES = (
    "claims.yaml",
    "country-chart.csv",
    "country-groups.csv",
    "deemed-exports.yaml",
    "embargoes.yaml",
    "end-use.yaml",
    "end-user-lists.yaml",
    "exceptions-by-eccn.csv",
    "law.yaml",
    "licence-exceptions.yaml",
    "requirements.csv",
    "review-policy.csv",
    "supplement-2.csv",
)
CONDITION_SCHEMA = {
    "entry": Type.TEXT,
    "for_entry": Type.TEXT,
    "answered": Type.FLAG,
    "exported_from_macau_or_d5": Type.FLAG,
}
"""What the condition of a requirement line may ask: the item's own code, the code of the item that software or
technology is for, the exporter's answer to the official words, and where the item leaves from."""

_CODE = re.compile(r"\d[A-E]\d{3}(\.[a-z]{1,2}|\.\d{1,2}|\.parts)*")
_GROUP = re.compile(r"A:[1-6]|B|D:[1-5]|E:[12]")
_SCOPES = ("column", "places", "everywhere", "cwc", "footnote", "oil_and_gas", "agency", "pointer", "empty")
_OPEN_SCOPES = ("elsewhere", "undecided")
_PLACE_KEYS = ("in", "not_in", "but_in", "ship_from", "ship_from_not", "headquarters")
_LIST_KEYS = (*_PLACE_KEYS, "uses", "items", "kinds", "reasons", "roles", "transactions", "exceptions")
_RULE_KEYS = (
    *("rule", "title", "citation", "text", "effect", "standard", "region", "deemed", "us_person", "question", "unless"),
    *("exceptions_note", "none_possible", "policy"),
    *_LIST_KEYS,
)
_STATES = ("in_force", "stayed", "undecided")
_PARAGRAPHS = re.compile(r"(\d[A-E]\d{3})?\.?([a-z](?:\.(?:\d{1,2}|[a-z]))*)?")
_BY_PARAGRAPH = frozenset({"iec", "nac_aca", "aia", "acm", "lpp", "hbm"})
_COLUMNS = ("lvs", "gbs", "tsr", "iec", "nac_aca", "aia", "acm", "lpp", "hbm", "app", "ace", "enc")
_WHOLLY = re.compile(
    r"(any|the) \W?(item|commodity|commodities|software|technology)\W? (specified )?in (this|ECCN|\d[A-E]\d{3}\b(?!\.))"
    r"|may not be used for (ECCN )?\d[A-E]\d{3}\W*( to |$)|commodities specified in this ECCN"
    r"|to ship commodities in \d[A-E]\d{3} "
)


def build_us_law(documents: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the compiled law, JSON-able.

    Args:
        documents: The rulebook's files by path; those outside ``us-ear/`` are not looked at.

    Raises:
        RulebookError: A file is missing or does not hold together; the error names it.
    """
    files = {}
    for name in FILES:
        if FOLDER + name not in documents:
            raise RulebookError("a file of the rulebook is missing", file=FOLDER + name)
        files[name] = documents[FOLDER + name]
    read = {name: _yaml(name, data) for name, data in files.items() if name.endswith(".yaml")}
    lines, references = _requirements(files["requirements.csv"])
    return {
        "law": read["law.yaml"].plain(),
        "lines": lines,
        "references": sorted(references),
        "helps": _helps(files["exceptions-by-eccn.csv"]),
        "chart": _chart(files["country-chart.csv"]),
        "groups": _groups(files["country-groups.csv"]),
        "rules": [
            _rule(node, part)
            for name, part in (("end-use.yaml", "end_use"), ("embargoes.yaml", "embargoes"))
            for node in read[name].require("rules").sequence()
        ],
        "informed": read["end-use.yaml"].require("informed").plain(),
        "claims": read["claims.yaml"].plain(),
        "deemed": read["deemed-exports.yaml"].plain(),
        "lists": _lists(read["end-user-lists.yaml"]),
        "exceptions": read["licence-exceptions.yaml"].plain(),
        "policy": _policy(files["review-policy.csv"]),
        "supplement_2": _supplement_2(files["supplement-2.csv"]),
    }


def _yaml(name: str, data: bytes) -> Node:
    try:
        return read_document(data, FOLDER + name)
    except DocumentError as problem:
        raise _broken(problem) from problem


def _broken(problem: Error) -> RulebookError:
    return RulebookError(problem.message, file=problem.file, line=problem.line, column=problem.column, place=problem.place)


def _rows(name: str, data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line number and the cells of every row; refuse rows of another length than the head."""
    reader = csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), restkey="", restval=None)
    for row in reader:
        if None in row.values() or "" in row:
            raise RulebookError("a row has more or fewer cells than the head", file=FOLDER + name, line=reader.line_num)
        yield reader.line_num, row


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _requirements(data: bytes) -> tuple[dict[str, str], set[str]]:
    name = "requirements.csv"
    lines: dict[str, list[list[Any]]] = {}
    references: set[str] = set()
    for number, row in _rows(name, data):
        try:
            line, named = _requirement(row)
        except Error as problem:
            raise RulebookError(problem.message, file=FOLDER + name, line=number, place=row["eccn"]) from problem
        references |= named
        lines.setdefault(row["eccn"], []).append(_trimmed(line))
    return {eccn: json.dumps(one, ensure_ascii=False, separators=(",", ":")) for eccn, one in lines.items()}, references


def _trimmed(line: list[Any]) -> list[Any]:
    """Return a line without the empty cells at its end; ``tables`` fills them again."""
    while line[-1] in ("", [], False, None):
        line = line[:-1]
    return line


def _requirement(row: Mapping[str, str]) -> tuple[list[Any], set[str]]:
    if not _CODE.fullmatch(row["eccn"]) or row["scope"] not in (*_SCOPES, *_OPEN_SCOPES):
        raise RulebookError(f"no such entry or scope: {row['eccn']}, {row['scope']}")
    paragraphs, places, minus = _split(row["paragraphs"]), _split(row["places"]), _split(row["minus"])
    _check_codes(paragraphs)
    if row["scope"] in ("places", "everywhere", "oil_and_gas", "cwc"):
        _check_places((*places, *minus))
    if row["from"]:
        parse_date(row["from"])
    tree = parse(row["when"], CONDITION_SCHEMA) if row["kind"] == "conditional" else None
    named = {str(value) for part in walk(tree) if isinstance(part, In) for value in part.values} if tree else set()
    _check_codes(named)
    line = [
        row["line"],
        row["reason"],
        row["kind"],
        paragraphs,
        row["words"],
        None if tree is None else serial.dump(tree),
        row["scope"],
        places,
        minus,
        row["section"],
        row["transfer"] == "yes",
        row["from"],
        row["status"],
        row["unless"].split("=") if row["unless"] else [],
        row["note"],
    ]
    return line, named


def _check_codes(codes: Iterable[str]) -> None:
    for code in codes:
        if not (_CODE.fullmatch(code) or re.fullmatch(r"\d[A-E]", code) or code == EQUIPMENT_SERIES):
            raise RulebookError(f"{code!r} is not a code of the Commerce Control List")


def _check_places(places: Iterable[str]) -> None:
    for place in places:
        if place not in PLACES and not _GROUP.fullmatch(place) and place != ANYWHERE:
            raise RulebookError(f"{place!r} is neither a place nor a Country Group")


def _helps(data: bytes) -> dict[str, str]:
    helps = {}
    for _, row in _rows("exceptions-by-eccn.csv", data):
        columns = [[column, *_column(row, column), _codes_in(column, row)] for column in _COLUMNS]
        barred = _split(row["sta_barred_groups"])
        given = [one for one in columns if one[1]]
        if given or barred or row["sta_text"]:
            kept = [row["heading"], given, barred, _sta_wholly(row["sta_text"]), row["sta_text"]]
            helps[row["eccn"]] = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return helps


def _codes_in(column: str, row: Mapping[str, str]) -> list[str]:
    """Return the codes for which a column speaks, where it says "Yes, for 3A090.a, b": empty means the whole entry."""
    if column not in _BY_PARAGRAPH:
        return []
    text = re.split(r"N/A|, see |\. See ", row.get(f"{column}_text", row[column]))[0]
    codes: list[str] = []
    for word in re.split(r"[\s,;()“”]+", text):
        found = _PARAGRAPHS.fullmatch(word.rstrip("."))
        if found is None or not word or (not found[1] and (not codes or word == "a" or len(word) == 1)):
            continue
        eccn = found[1] or codes[-1][:5]
        codes.append(f"{eccn}.{found[2]}" if found[2] else eccn)
    return list(dict.fromkeys(codes))


def _sta_wholly(text: str) -> list[str]:
    """Return the Country Groups to which the text bars STA for every item of the entry, sentence by sentence."""
    barred: set[str] = set()
    for sentence in re.split(r"(?<=\w\))?\. |\| ", text):
        if _WHOLLY.search(sentence):
            groups = set(re.findall(r"A:[56]", sentence)) or {"A:5", "A:6"}
            barred |= {"A:6"} if "(c)(2)" in sentence else groups
    return sorted(barred)


def _column(row: Mapping[str, str], column: str) -> tuple[str, str]:
    """Return ``yes``, ``conditional`` or nothing, and the text; a column without a state of its own is conditional."""
    text = row.get(f"{column}_text", row[column])
    state = row[column] if f"{column}_text" in row else ("conditional" if text else "")
    return ("" if state in ("no", "") or not text else state, text)


def _chart(data: bytes) -> dict[str, list[Any]]:
    chart = {}
    for number, row in _rows("country-chart.csv", data):
        if row["iso"] not in PLACES:
            raise RulebookError(f"no such place {row['iso']!r}", file=f"{FOLDER}country-chart.csv", line=number)
        marks = [column for column, mark in row.items() if mark == "X"]
        doubtful = [column for column, mark in row.items() if mark == "?"]
        chart[row["iso"]] = [row["kind"], row["row_of"], row["known_from"], marks, doubtful, row["citation"]]
    return chart


def _groups(data: bytes) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for number, row in _rows("country-groups.csv", data):
        if row["iso"] not in PLACES or not _GROUP.fullmatch(row["group"]):
            raise RulebookError(
                f"no such place or group: {row['iso']}, {row['group']}", file=f"{FOLDER}country-groups.csv", line=number
            )
        groups.setdefault(row["iso"], []).append(row["group"])
    return groups


def _rule(node: Node, part: str) -> dict[str, Any]:
    try:
        node.only(_RULE_KEYS)
        for key in ("rule", "title", "citation"):
            node.require(key).text()
        one = {key: value for key, value in node.plain().items() if value is not None}
        for key in _LIST_KEYS:
            if key in one and not isinstance(one[key], list):
                one[key] = [one[key]]
        _check_places(place for key in _PLACE_KEYS for place in one.get(key, ()))
        words = ("ccl", "ear99", "supplement-2", "any")
        _check_codes(code for code in one.get("items", ()) if code not in words)
    except Error as problem:
        raise _broken(problem.located(file=node.file, line=node.line, place=node.path)) from problem
    if "in" in one:
        one["places"] = one.pop("in")
    one["us_person"] = one.get("us_person") == "true"
    for asked in one.get("unless", ()):
        items = asked.get("items", [])
        asked["items"] = items if isinstance(items, list) else [items]
    return {**one, "part": part}


def _lists(node: Node) -> dict[str, Any]:
    """Return the lists of persons; the periods of a rule about ownership stand in order and each says what it is."""
    try:
        for rule in node.require("ownership").mapping().values():
            rule.require("percent").number()
            days = [one.require("from").date() for one in rule.require("periods").sequence()]
            if days != sorted(set(days)):
                raise rule.error("its periods do not stand in order")
            for one in rule.require("periods").sequence():
                if one.require("state").text() not in _STATES:
                    raise one.error(f"no such state of a rule; use {', '.join(_STATES)}")
    except DocumentError as problem:
        raise _broken(problem) from problem
    plain: dict[str, Any] = node.plain()
    return plain


def _policy(data: bytes) -> list[list[Any]]:
    rows = []
    for number, row in _rows("review-policy.csv", data):
        places, not_in = _split(row["places"]), _split(row["not_in"])
        try:
            _check_places((*places, *not_in))
        except RulebookError as problem:
            raise problem.located(file=f"{FOLDER}review-policy.csv", line=number) from problem
        rows.append([row["reason"], row["section"], row["items"], places, not_in, row["policy"], row["citation"]])
    return rows


def _supplement_2(data: bytes) -> dict[str, list[str]]:
    return {row["eccn"]: [row["extent"], row["words"], row["citation"]] for _, row in _rows("supplement-2.csv", data)}
