"""The edition of each field as a verified record gives it, and an edition read strictly.

Decides the bytes of ``FIELD/edition.json`` (``docs/reference/publication.md``, edition). Whether an outsider may believe one
is for ``publication_check``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sekisho.assurance.replay import Verified
from sekisho.errors import PublicationError, RecordError
from sekisho.ledger.checkpoint import Note
from sekisho.regime.edition import head_of
from sekisho.regime.matter import Matter, Round, entry_digest, withheld
from sekisho.regime.procedure import State
from sekisho.terms.canonical import decode, encode

FORMAT: Final = "sekisho/publication/1"
FIELDS: Final = frozenset({"format", "framework", "field", "charter", "checkpoint", "size", "edition", "entries", "gone"})
ENTRY: Final = frozenset(
    {"code", "sha256", "title", "texts", "decision", "number", "adopted", "effective", "until", "proof"}
)
GONE: Final = frozenset({"code", "sha256", "adopted", "gone", "why", "proof"})
PROOF: Final = frozenset({"matter", "round", "settlement", "report"})
_CODE: Final = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_WHY: Final = frozenset({"removed", "amended", "expired"})


@dataclass(frozen=True, slots=True)
class EditionOf:
    """The edition of a field, of the right form; nothing in it is believed yet.

    Attributes:
        field: Its id.
        document: As published.
    """

    field: str
    document: Mapping[str, Any]

    @property
    def entries(self) -> list[dict[str, Any]]:
        """Return the rows of what is listed."""
        return list(self.document["entries"])

    @property
    def gone(self) -> list[dict[str, Any]]:
        """Return the rows of what was listed and is no more."""
        return list(self.document["gone"])


def field_editions(verified: Verified, note: Note) -> dict[str, dict[str, bytes]]:
    """Return by field every file that is published: the edition and its entries.

    Args:
        verified: The whole record up to the checkpoint, replayed.
        note: The checkpoint.

    Raises:
        PublicationError: A result on the list still waits for certificates, or an entry is of no field of the charter.
    """
    docket = verified.docket
    history = _History(verified, note)
    made: dict[str, dict[str, bytes]] = {}
    fields = [one.id for one in docket.charter.fields]
    for code, held in docket.edition.entries.items():
        refuse_waiting(docket.matters[held.matter])
        if head_of(held.text)[1] not in fields:
            raise PublicationError(f"{code} is of the field {head_of(held.text)[1]}, which the charter does not have")
    for field in fields:
        files = {
            f"{code}.yaml": held.text.encode()
            for code, held in sorted(docket.edition.entries.items())
            if head_of(held.text)[1] == field
        }
        document = {
            "format": FORMAT,
            "framework": docket.charter.framework,
            "field": field,
            "charter": docket.charter.digest,
            "checkpoint": note.data,
            "size": str(note.checkpoint.size),
            "edition": docket.edition.digest,
            "entries": [history.entry(name.removesuffix(".yaml")) for name in files],
            "gone": history.gone(field),
        }
        made[field] = {"edition.json": encode(document), **files}
    return made


def listed_rows(verified: Verified) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return every listed entry and every one that is gone, with its field; certified or not.

    Raises:
        PublicationError: No checkpoint of the record counts.
    """
    if verified.newest is None:
        raise PublicationError("no checkpoint of the record counts", remedy="cosign and file one first")
    history, entries = _History(verified, verified.newest.note), verified.docket.edition.entries
    listed = [{**history.entry(code), "field": head_of(held.text)[1]} for code, held in sorted(entries.items())]
    fields = sorted({field.id for charter in verified.docket.charters.values() for field in charter.fields})
    return listed, [{**row, "field": field} for field in fields for row in history.gone(field)]


class _History:
    """What became of every entry that was ever adopted, in order of the record."""

    def __init__(self, verified: Verified, note: Note) -> None:
        self._verified = verified
        self._time = note.checkpoint.moment
        self._current: dict[str, tuple[str, Matter]] = {}
        self._gone: list[tuple[str, dict[str, Any]]] = []
        for index, matter, happened in sorted(self._happenings(), key=lambda one: one[:1]):
            if happened == "adopted":
                self._adopt(matter, index)
            else:
                self._drop(matter, index)
        now = {code: one.sha256 for code, one in verified.docket.edition.entries.items()}
        if now != {code: sha256 for code, (sha256, _) in self._current.items()}:
            raise PublicationError("the history of the list does not lead to the list that stands")

    def _happenings(self) -> list[tuple[int, Matter, str]]:
        found = []
        for matter in self._verified.docket.matters.values():
            settled = settlement_of(matter)
            if settled is None or not matter.of_list:
                continue
            assert settled.settlement is not None
            found.append((settled.settlement.index, matter, "adopted"))
            found += [(leaf, matter, "expired") for state, leaf in matter.history if state is State.EXPIRED]
        return found

    def _adopt(self, matter: Matter, index: int) -> None:
        for change in matter.changes:
            code, action = change["code"], change["action"]
            before = self._current.get(code)
            if action in ("amend", "remove") and before is not None:
                self._leave(code, before, index, "amended" if action == "amend" else "removed", matter)
            if action == "remove":
                del self._current[code]
            elif action in ("add", "amend"):
                self._current[code] = (entry_digest(change["entry"]), matter)

    def _drop(self, matter: Matter, index: int) -> None:
        for code, held in [one for one in self._current.items() if one[1][1] is matter]:
            self._leave(code, held, index, "expired", matter)
            del self._current[code]

    def _leave(self, code: str, held: tuple[str, Matter], index: int, why: str, by: Matter) -> None:
        sha256, matter = held
        change = next(row for row in matter.changes if row["code"] == code)
        row = {
            "code": code,
            "sha256": sha256,
            "adopted": self._adopted(matter),
            "gone": self._day(index),
            "why": why,
            "proof": proof_of(by),
        }
        self._gone.append((head_of(change["entry"])[1], row))

    def gone(self, field: str) -> list[dict[str, Any]]:
        """Return what a field listed and lists no more."""
        return sorted((row for of, row in self._gone if of == field), key=lambda row: (row["gone"], row["code"]))

    def entry(self, code: str) -> dict[str, Any]:
        """Return the row of a listed entry."""
        sha256, matter = self._current[code]
        change = next(row for row in matter.changes if row["code"] == code)
        effective, until = self._effect(matter)
        return {
            "code": code,
            "sha256": sha256,
            "title": dict(matter.event.body["title"]),
            "texts": dict(change["texts"]),
            "decision": matter.decision,
            "number": str(matter.event.body["number"]),
            "adopted": self._adopted(matter),
            "effective": effective,
            "until": until,
            "proof": proof_of(matter),
        }

    def _effect(self, matter: Matter) -> tuple[str, str]:
        """Return since when an entry is in effect between members, and until when unless renewed; empty where not."""
        leaves = [leaf for state, leaf in matter.history if state is State.EFFECTIVE]
        if not leaves:
            return "", ""
        clocks = matter.rounds[-1].charter.clocks
        span = clocks["emergency" if matter.decision == "emergency" else "sunset"]
        return self._day(leaves[0]), (dt.date.fromisoformat(self._day(leaves[-1])) + span).isoformat()

    def _adopted(self, matter: Matter) -> str:
        one = settlement_of(matter)
        assert one is not None and one.settlement is not None  # noqa: PT018  (it is on the list)
        return self._day(one.settlement.index)

    def _day(self, index: int) -> str:
        """Return the day of the first filed checkpoint that covers a leaf or is filed by it; else of the edition's own."""
        for point in self._verified.docket.filed:
            if point.index == index or point.size > index:
                return point.time.date().isoformat()
        return self._time.date().isoformat()


def settlement_of(matter: Matter) -> Round | None:
    """Return the round that adopted a proposal; None where none did."""
    if not matter.rounds or matter.rounds[-1].settlement is None:
        return None
    one = matter.rounds[-1]
    assert one.settlement is not None
    return one if one.settlement.body["outcome"] == "adopted" else None


def proof_of(matter: Matter) -> dict[str, str]:
    """Return what proves that a proposal was adopted.

    Raises:
        PublicationError: It was not.
    """
    one = settlement_of(matter)
    if one is None or one.settlement is None:
        raise PublicationError(f"{matter.event.body['number']} was not adopted")
    return {
        "matter": matter.digest,
        "round": one.event.digest,
        "settlement": one.settlement.digest,
        "report": str(one.settlement.body["report"]),
    }


def refuse_waiting(matter: Matter) -> None:
    """Refuse to publish a result that too few have certified while the clock for that still runs.

    Raises:
        PublicationError: So it is.
    """
    one = matter.rounds[-1]
    needed = one.charter.publication_threshold
    if matter.state is State.ADOPTED and len(one.certificates) < needed:
        missing = withheld(one.charter, one.certificates)
        raise PublicationError(
            f"{matter.event.body['number']} is adopted; {len(one.certificates)} of {needed} have certified the tally",
            remedy=f"{', '.join(missing)} may still certify; after the certification clock it counts as certified",
        )


def read_edition(data: bytes, field: str) -> EditionOf:
    """Read the edition of a field strictly.

    Raises:
        PublicationError: It is not in canonical form, lacks a field or has another, or a value has not its form.
    """
    name = f"{field}/edition.json"
    try:
        document = decode(data)
        _check_form(document, field)
    except (RecordError, KeyError, TypeError, ValueError, AttributeError) as problem:
        said = problem.message if isinstance(problem, RecordError) else str(problem)
        raise PublicationError(f"the edition is malformed: {said}", file=name, remedy="ask who publishes it") from problem
    return EditionOf(field, document)


def _check_form(document: Any, field: str) -> None:
    _keys(document, FIELDS, "an edition")
    if document["format"] != FORMAT or document["field"] != field:
        raise ValueError(f"its format is not {FORMAT}, or its field not {field}")
    for row in document["entries"]:
        _keys(row, ENTRY, "an entry")
        if not row["title"] or not all(isinstance(text, str) for text in (*row["title"].values(), *row["texts"].values())):
            raise ValueError("title and texts are texts by language")
        _dates(row["adopted"], row["effective"] or row["adopted"], row["until"] or row["adopted"])
    for row in document["gone"]:
        _keys(row, GONE, "an entry that is gone")
        if row["why"] not in _WHY:
            raise ValueError(f"nothing goes because it is {row['why']!r}")
        _dates(row["adopted"], row["gone"])
    for row in (*document["entries"], *document["gone"]):
        _keys(row["proof"], PROOF, "a proof")
        if not _CODE.fullmatch(row["code"]) or not all(map(_DIGEST.fullmatch, (row["sha256"], *row["proof"].values()))):
            raise ValueError("a code or a digest has not its form")
    codes = [row["code"] for row in document["entries"]]
    if codes != sorted(set(codes)):
        raise ValueError("entries are in order of their code, each once")


def _keys(row: Any, names: frozenset[str], what: str) -> None:
    if not isinstance(row, dict) or row.keys() != names:
        raise ValueError(f"{what} has the fields {', '.join(sorted(names))}")


def _dates(*texts: str) -> None:
    for text in texts:
        if dt.date.fromisoformat(text).isoformat() != text:
            raise ValueError(f"{text!r} is no date")
