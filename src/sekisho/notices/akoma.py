"""The matrix as an Akoma Ntoso document (OASIS LegalDocML, Akoma Ntoso 1.0, namespace ``…/akn/3.0``).

Decides the document: one ``doc`` of the name ``list``, a ``section`` for each entry with its text and its national acts,
life cycle and temporal data for validity. Nothing of it is law: it repeats the matrix. Built with the standard library; that
it fits the official schema is tested where the schema is at hand.

Ours, because the standard does not settle it: the country ``xx`` (a framework is of no country; ISO 3166-1 keeps the code
for its users), and addresses below ``/akn/ontology`` for acts without a web address.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
COUNTRY = "xx"
_SOURCE = "#sekisho"
_LANGUAGES: Mapping[str, str] = {"en": "eng", "ja": "jpn", "de": "deu", "fr": "fra", "nl": "nld", "es": "spa", "it": "ita"}
"""ISO 639-1 to ISO 639-2; another language is ``und``, undetermined."""
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 (section 2.2) cannot hold, not even escaped."""


def to_akoma(matrix: Mapping[str, Any], language: str = "en") -> bytes:
    """Return the matrix as an Akoma Ntoso document, UTF-8.

    Args:
        matrix: As ``matrix.matrix`` gives it.
        language: ISO 639-1; an entry without a text in it has that of its first language.
    """
    return _Writer(matrix, language).document()


class _Writer:
    """Builds the tree; events, intervals and references are numbered as they come."""

    def __init__(self, matrix: Mapping[str, Any], language: str) -> None:
        self._matrix = matrix
        self._language = language
        self._events: dict[tuple[str, str], str] = {}
        self._life = ET.Element("lifecycle", source=_SOURCE)
        self._times = ET.Element("temporalData", source=_SOURCE)
        self._references = ET.Element("references", source=_SOURCE)
        self._acts: dict[str, str] = {}

    def document(self) -> bytes:
        root = ET.Element("akomaNtoso", xmlns=NAMESPACE)
        doc = _add(root, "doc", name="list")
        uri = f"/akn/{COUNTRY}/doc/{self._matrix['framework']}/list"
        _add(self._references, "original", eId="original", href=uri, showAs=f"List of {self._matrix['framework']}")
        _add(self._references, "TLCOrganization", eId="sekisho", href="/akn/ontology/organization/sekisho", showAs="Sekisho")
        _add(self._references, "TLCRole", eId="editor", href="/akn/ontology/role/editor", showAs="Editor")
        body = ET.Element("mainBody")
        for number, entry in enumerate(self._matrix["entries"], 1):
            self._entry(body, entry, f"sec_{number}")
        if not self._matrix["entries"]:
            _add(_add(body, "hcontainer", name="empty"), "content").append(_p("Nothing is adopted on this day."))
        meta = _add(doc, "meta")
        meta.append(self._identification(uri))
        meta.extend(one for one in (self._life, self._times) if len(one))
        meta.append(self._references)
        preface = _add(doc, "preface")
        preface.append(_p(f"List of the framework {self._matrix['framework']} on {self._matrix['date']}"))
        preface.append(_p("What is adopted is not law: the acts named here are."))
        if self._matrix["stale"]:
            preface.append(_p(f"Stale: {self._matrix['stale']}"))
        doc.append(body)
        ET.indent(root)
        data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return data + b"\n"

    def _identification(self, uri: str) -> ET.Element:
        found = ET.Element("identification", source=_SOURCE)
        language = _LANGUAGES.get(self._language, "und")
        day = self._matrix["date"]
        made = self._matrix["checkpoint"][:10]
        expression = f"{uri}/{language}@{day}"
        work = _frbr(found, "FRBRWork", f"{uri}/!main", uri, made, "edition")
        _add(work, "FRBRcountry", value=COUNTRY)
        _add(work, "FRBRnumber", value=self._matrix["edition"])
        under = _frbr(found, "FRBRExpression", f"{expression}/!main", expression, day, "state")
        _add(under, "FRBRlanguage", language=language)
        _frbr(found, "FRBRManifestation", f"{expression}/!main.xml", f"{expression}.akn", day, "export")
        return found

    def _entry(self, body: ET.Element, entry: Mapping[str, Any], eid: str) -> None:
        section = _add(
            body, "section", eId=eid, period=f"#{self._period(eid, entry['adopted'], entry['until'], 'original')}"
        )
        _add(section, "num").text = _xml(entry["code"])
        _add(section, "heading").text = _xml(self._text(entry["title"]) or entry["code"])
        content = _add(section, "content", eId=f"{eid}__content")
        for line in self._text(entry["texts"]).splitlines() or [""]:
            content.append(_p(line))
        for cell in entry["cells"]:
            for act in cell["acts"]:
                self._said(content, cell, act)
            if not cell["acts"]:
                content.append(_p(f"{cell['member']}: {cell['status']}; {cell['lag_days']} days since adoption"))
        for relief in entry["equivalences"]:
            text = f"{relief['by']} regards the control of {', '.join(relief['of'])} as equivalent: {relief['national']}"
            content.append(_p(f"{text}, {relief['citation']} ({relief['status']})"))

    def _said(self, content: ET.Element, cell: Mapping[str, Any], act: Mapping[str, Any]) -> None:
        """Write what an act makes of an entry in a member, with a reference to the act."""
        name = self._reference(act)
        self._period(f"{name}", act["from"], act["until"], name)
        line = _add(content, "p")
        line.text = f"{cell['member']}: {act['status']} from {act['from']} by "
        link = _add(line, "ref", href=self._href(act))
        link.text = _xml(f"{act['title']} ({act['citation']})")
        rest = [f" as {act['national']}"] if act["national"] else []
        rest += ["; in another wording than the one adopted"] if act["wording"] != "as_adopted" else []
        rest += [f"; only {' '.join(act['only'])}"] if act["only"] else []
        rest += [f"; except {' '.join(act['except'])}"] if act["except"] else []
        rest += [f"; deviation, {one['effect']}: {one['text']}" for one in act["deviations"]]
        link.tail = _xml("".join(rest))

    def _reference(self, act: Mapping[str, Any]) -> str:
        if act["digest"] not in self._acts:
            name = f"act_{len(self._acts) + 1}"
            self._acts[act["digest"]] = name
            shown = _xml(f"{act['title']} ({act['citation']})")
            _add(self._references, "TLCReference", eId=name, name="act", href=self._href(act), showAs=shown)
        return self._acts[act["digest"]]

    def _href(self, act: Mapping[str, Any]) -> str:
        return act["url"] or f"/akn/ontology/reference/{self._matrix['framework']}/{act['digest']}"

    def _period(self, of: str, start: str, end: str, source: str) -> str:
        """Return the id of a period of validity, made where it is new."""
        name = f"period_{of}"
        if all(one.get("eId") != name for one in self._times):
            kind = "generation" if source == "original" else "amendment"
            times = {"start": f"#{self._event(start, kind, source)}"}
            times |= {"end": f"#{self._event(end, 'repeal', source)}"} if end else {}
            _add(_add(self._times, "temporalGroup", eId=name), "timeInterval", refersTo=f"#{source}", **times)
        return name

    def _event(self, day: str, kind: str, source: str) -> str:
        known = self._events.get((f"{kind} {source}", day))
        if known is None:
            known = f"event_{len(self._events) + 1}"
            self._events[(f"{kind} {source}", day)] = known
            _add(self._life, "eventRef", eId=known, date=day, source=f"#{source}", type=kind)
        return known

    def _text(self, by_language: Mapping[str, str]) -> str:
        return by_language.get(self._language) or next(iter(by_language.values()), "")


def _add(parent: ET.Element, tag: str, /, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, attributes)


def _p(text: str) -> ET.Element:
    found = ET.Element("p")
    found.text = _xml(text)
    return found


def _xml(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _frbr(parent: ET.Element, name: str, this: str, uri: str, day: str, kind: str) -> ET.Element:
    found = _add(parent, name)
    _add(found, "FRBRthis", value=this)
    _add(found, "FRBRuri", value=uri)
    _add(found, "FRBRdate", date=day, name=kind)
    _add(found, "FRBRauthor", href=_SOURCE, **{"as": "#editor"})
    return found
