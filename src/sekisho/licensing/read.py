"""Reads a transaction file.

Decides what a file may say and refuses the rest, with file, line, place and remedy. What is not written is not known:
only ``flags: []``, written out, says that the exporter asked and knows of no end use of concern.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from sekisho.controls.read import read_item
from sekisho.controls.vocabulary import Vocabulary
from sekisho.licensing.questions import ANSWERS
from sekisho.licensing.read_party import read_parties, read_place, read_text, read_texts, read_truth, the_place
from sekisho.licensing.transaction import USES, EndUse, Kind, Knowledge, Means, Transaction, TransactionItem
from sekisho.terms.document import Node
from sekisho.terms.spelling import did_you_mean

Choice = TypeVar("Choice", bound=enum.Enum)

TRANSACTION_KEYS = (
    "date",
    "kind",
    "means",
    "exporter",
    "ship_from",
    "destination",
    "items",
    "parties",
    "end_use",
    "licences",
    "regions",
    "answers",
)
ITEM_KEYS = (
    "quantity",
    "value",
    "origin",
    "us_content_percent",
    "us_content_controlled",
    "us_direct_product",
    "hs_code",
)
LICENCE_KEYS = ("jurisdiction", "reference", "code", "valid_until", "text")
LISTS = ("us-ccl", "eu-annex-i", "uk-consolidated", "jp-export-order", "de-ausfuhrliste", "nl-regeling")
"""Control lists for which an exporter may declare a code, executable or not."""
REGIONS = ("UA-43", "UA-14", "UA-09")
INTANGIBLE = "intangible"
MOST_ITEMS = 500
FIRST_DAY = dt.date(2013, 7, 1)
"""Before it not even the membership of the European Union is recorded."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_HS = re.compile(r"\d{4,12}")


def read_transaction(
    node: Node, vocabulary: Vocabulary, lists: Iterable[str] = (), answers: Iterable[str] = ()
) -> Transaction:
    """Read a transaction.

    Args:
        node: The whole file.
        vocabulary: Kinds and parameters of items.
        lists: Further control lists for which a code may be declared.
        answers: Further keys under which a question about the whole transaction may be answered.

    Raises:
        InputError: The file is not a transaction; the error names file, line, place and remedy.
    """
    node.only(TRANSACTION_KEYS)
    kind, means = _kind_and_means(node)
    exporter = node.get("exporter")
    name, seat = ("", None) if exporter is None else _exporter(exporter)
    return Transaction(
        date=_date(node.require("date")),
        kind=kind,
        means=means,
        exporter_name=name,
        exporter_jurisdiction=seat,
        ship_from=read_place(node, "ship_from"),
        destination=the_place(node.require("destination")),
        items=_items(node.require("items"), vocabulary, tuple(dict.fromkeys((*LISTS, *lists)))),
        parties=read_parties(node.get("parties"), _date(node.require("date"))),
        end_use=_end_use(node.get("end_use")),
        licences=_licences(node.get("licences")),
        regions=_flags(node.get("regions"), REGIONS),
        answers=_answers(node.get("answers"), answers),
    )


def _date(node: Node) -> dt.date:
    found = node.date()
    if found < FIRST_DAY:
        raise node.error(f"no law before {FIRST_DAY} is encoded", "check the year")
    return found


def _kind_and_means(node: Node) -> tuple[Kind, Means]:
    kind, means = node.require("kind"), node.get("means")
    if kind.text() != INTANGIBLE:
        return _choice(kind, Kind, (INTANGIBLE,)), _choice(node.require("means"), Means)
    chosen = Means.ELECTRONIC if means is None else _choice(means, Means)
    if chosen is not Means.ELECTRONIC:
        raise kind.error(
            f"kind 'intangible' is an export by electronic means and cannot have means {chosen.value!r}",
            "write kind: export and the means, or leave out the means",
        )
    return Kind.EXPORT, chosen


def _choice(node: Node, options: type[Choice], more: tuple[str, ...] = ()) -> Choice:
    values = {one.value: one for one in options}
    text = node.text()
    if text not in values:
        known = (*values, *more)
        raise node.error(f"{text!r} is not known here", did_you_mean(text, known, f"use one of {', '.join(known)}"))
    return values[text]


def _exporter(node: Node) -> tuple[str, str | None]:
    node.only(("name", "jurisdiction"))
    return read_text(node, "name"), read_place(node, "jurisdiction")


def _items(node: Node, vocabulary: Vocabulary, lists: tuple[str, ...]) -> tuple[TransactionItem, ...]:
    if len(node.sequence()) > MOST_ITEMS:
        raise node.error(f"more than {MOST_ITEMS} items", "split the transaction into several files")
    found = tuple(_item(one, vocabulary, lists) for one in node.sequence())
    if not found:
        raise node.error("a transaction has at least one item", "list what is sent under items")
    return found


def _item(node: Node, vocabulary: Vocabulary, lists: tuple[str, ...]) -> TransactionItem:
    item = read_item(node, vocabulary, lists, extra=ITEM_KEYS)
    amount, currency = _value(node.get("value"))
    quantity = _number(node, "quantity")
    if quantity == 0:
        raise node.require("quantity").error("quantity cannot be 0", "leave the item out if nothing is sent")
    percent = _number(node, "us_content_percent")
    if percent is not None and percent > 100:
        raise node.require("us_content_percent").error("us_content_percent cannot be more than 100", "give 0 to 100")
    return TransactionItem(
        item=item,
        quantity=quantity,
        value_amount=amount,
        value_currency=currency,
        origin=read_place(node, "origin"),
        us_content_percent=percent,
        us_content_controlled=read_truth(node, "us_content_controlled"),
        us_direct_product=read_truth(node, "us_direct_product"),
        hs_code=_hs_code(node.get("hs_code")),
    )


def _number(node: Node, key: str) -> float | None:
    found = node.get(key)
    if found is None:
        return None
    if found.number() < 0:
        raise found.error(f"{key} cannot be negative", "check the sign")
    return found.number()


def _value(node: Node | None) -> tuple[float | None, str]:
    if node is None:
        return None, ""
    node.only(("amount", "currency"))
    currency = node.require("currency")
    if not _CURRENCY.fullmatch(currency.text()):
        raise currency.error(f"{currency.text()!r} is no currency", "use a code of ISO 4217 in capitals, such as JPY")
    node.require("amount")
    return _number(node, "amount"), currency.text()


def _hs_code(node: Node | None) -> str:
    if node is None:
        return ""
    digits = re.sub(r"[ .\-]", "", node.text())
    chapter = digits[:2]
    if not _HS.fullmatch(digits) or not "01" <= chapter <= "97" or chapter == "77":
        raise node.error(
            f"{node.text()!r} is no code of the Harmonised System", 'write four to twelve digits, for example "8471.50"'
        )
    return digits


def _flags(node: Node | None, known: Iterable[str]) -> dict[str, bool]:
    if node is None:
        return {}
    node.only(known)
    return {key: one.flag() for key, one in node.mapping().items() if one.value is not None}


def _answers(node: Node | None, keys: Iterable[str]) -> dict[str, bool]:
    """Return answers by key: a key that no rule asks under is refused."""
    return _flags(node, (*ANSWERS, *keys))


def _end_use(node: Node | None) -> EndUse:
    if node is None:
        return EndUse()
    node.only(("text", "flags", "knowledge"))
    flags, finer = node.get("flags"), node.get("knowledge")
    known = {} if flags is None else _flagged(flags)
    said: dict[str, str] = {}
    for use, one in _uses(finer).items():
        known[use], words = _knowledge(one)
        if words:
            said[use] = words
    asked = {use: state for use, state in known.items() if state is not Knowledge.NOT_ASKED}
    return EndUse(read_text(node, "text"), asked, said)


def _flagged(node: Node) -> dict[str, Knowledge]:
    """Return what a written list of flags says: aware of those named, and asked about all others."""
    for one in node.sequence() if isinstance(node.value, tuple) else (node,):
        if one.text() not in USES:
            raise one.error(
                f"{one.text()!r} is no end use that a rule asks about",
                did_you_mean(one.text(), USES, f"use some of {', '.join(USES)}, or an empty list"),
            )
    named = node.texts()
    return {use: Knowledge.AWARE if use in named else Knowledge.NONE_AFTER_DILIGENCE for use in USES}


def _uses(node: Node | None) -> Mapping[str, Node]:
    if node is None:
        return {}
    node.only(USES)
    return {use: one for use, one in node.mapping().items() if one.value is not None}


def _knowledge(node: Node) -> tuple[Knowledge, str]:
    if not isinstance(node.value, dict):
        return _choice(node, Knowledge), ""
    node.only(("state", "by", "on"))
    by, on = read_text(node, "by"), node.get("on")
    words = [f"by {by}"] if by else []
    words += [] if on is None else [f"on {on.date()}"]
    return _choice(node.require("state"), Knowledge), " ".join(words)


def _licences(node: Node | None) -> tuple[Mapping[str, str], ...]:
    return () if node is None else tuple(_licence(one) for one in node.sequence())


def _licence(node: Node) -> Mapping[str, str]:
    node.only(LICENCE_KEYS)
    found = read_texts(node)
    jurisdiction = node.require("jurisdiction")
    found["jurisdiction"] = "EU" if jurisdiction.text() == "EU" else the_place(jurisdiction)
    node.require("reference").text()
    until = node.get("valid_until")
    if until is not None:
        found["valid_until"] = until.date().isoformat()
    return found
