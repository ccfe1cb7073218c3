"""What the Commerce Control List asks for: every line of every code that an item has or may have.

Decides, line by line, whether a licence is needed to the destination; each line is a requirement of its own. No mark in
the chart is never a clearance: the finding says which lines were read and why they do not bite.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sekisho.licensing.conditions import Condition, ask, every, finding, look, some, yes
from sekisho.licensing.determination import Finding, Question
from sekisho.licensing.outcome import Outcome
from sekisho.licensing.questions import ask_declared
from sekisho.licensing.transaction import Kind, Means
from sekisho.licensing.us.case import Case
from sekisho.licensing.us.claims import ItemClaim
from sekisho.licensing.us.deemed import excluded
from sekisho.licensing.us.end_users import footnote
from sekisho.licensing.us.items import EAR99, LIST, Candidate, ItemCase
from sekisho.licensing.us.lines import concerns, in_force
from sekisho.licensing.us.places import column
from sekisho.licensing.us.policy import policy_of
from sekisho.licensing.us.tables import ANYWHERE, Ask, Line, PlaceLaw, ask_of
from sekisho.logic.truth import Truth


def list_findings(case: Case, claim: ItemClaim) -> tuple[Finding, ...]:
    """Return what the list asks for an item: a finding for each line that bites or is open, one for all that do not."""
    item = claim.item
    findings = [*_classification(item, claim)]
    quiet: list[str] = []
    for eccn in dict.fromkeys(one.eccn for one in item.candidates):
        candidates = tuple(one for one in item.candidates if one.eccn == eccn)
        lines = case.law.lines(eccn)
        if lines is None:
            findings.append(_unknown_entry(claim, candidates))
            continue
        for line in lines:
            found = _line(case, claim, candidates, line)
            if found.applies is Truth.NO:
                section = found.citation.partition("; ")[2]
                quiet.append(f"{line.key} {line.reason}".strip() + f" ({found.text}; {section})")
            else:
                findings.append(found)
    if quiet:
        findings.append(_quiet(item, quiet))
    return tuple(findings)


def event(case: Case) -> Condition:
    """Return whether what is done is an export, reexport, transfer or release at all."""
    if case.transaction.means is Means.REMOTE_ACCESS:
        return look("whether access from afar is an export is not decided from the texts at hand")
    return yes("")


def _classification(item: ItemCase, claim: ItemClaim) -> Iterator[Finding]:
    if item.settled.truth is Truth.YES:
        if item.declared == EAR99 and not item.candidates:
            text = f"{item.label} is {EAR99}: no line of the list applies; end use, end user and embargo still count"
            yield Finding("EAR classification", Outcome.LICENCE_REQUIRED, Truth.NO, text, "15 CFR 734.3(c)", item=item.index)
        return
    yield finding(
        "EAR classification",
        Outcome.LICENCE_REQUIRED,
        every((claim.subject, item.settled)),
        "15 CFR 774 Supp. 1",
        item=item.index,
        requirement=False,
    )


def _unknown_entry(claim: ItemClaim, candidates: tuple[Candidate, ...]) -> Finding:
    code = candidates[0].code
    question = ask_declared(claim.item.index, LIST)
    unknown = look(f"{code} is no entry of the list at hand", question)
    condition = every((claim.subject, some(one.condition for one in candidates), unknown))
    return finding(
        "EAR classification",
        Outcome.LICENCE_REQUIRED,
        condition,
        "15 CFR 774 Supp. 1",
        entry=code,
        item=claim.item.index,
        requirement=False,
    )


def _quiet(item: ItemCase, lines: list[str]) -> Finding:
    text = f"{item.label}: these lines ask for no licence, which is no clearance by itself: {'; '.join(lines)}"
    citation = "15 CFR 738.4(a)(2)(ii)(B); 15 CFR 774 Supp. 1; 15 CFR 738 Supp. 1"
    return Finding("EAR list", Outcome.LICENCE_REQUIRED, Truth.NO, text, citation, item=item.index)


def _line(case: Case, claim: ItemClaim, candidates: tuple[Candidate, ...], line: Line) -> Finding:
    item = claim.item
    scope, citation = _scope(case, item, line)
    condition = every((scope, in_force(case, line)))
    about = candidates[0]
    if condition.truth is not Truth.NO:
        asked = [(one, concerns(case, item, one, line)) for one in candidates]
        about = next((one for one, said in asked if said.truth is Truth.YES), about)
        limits = (_transfer(case, line), *_exclusions(case, claim, line))
        condition = every((claim.subject, event(case), some(said for _, said in asked), condition, *limits))
    status = case.law.data["law"]["statuses"].get(line.status, "") or about.note
    notes = [part for part in (condition.text, status, line.note) if part]
    governing = (place.citation.split(";")[0] for place in case.places if place.kind == "inherits")
    agency = line.scope == "agency"
    citation = "; ".join((citation, *governing, *(["15 CFR 734.3(b)(1)"] if agency else [])))
    found = finding(
        f"EAR list {line.key}",
        Outcome.REFER if agency else Outcome.LICENCE_REQUIRED,
        condition,
        citation,
        entry=about.code,
        reason=line.reason,
        item=item.index,
        requirement=not agency,
    )
    if condition.truth is Truth.NO:
        return found
    policy = policy_of(case, line)
    return replace(found, text="; ".join(notes), policy=f"{policy}; {status}" if policy and status else policy)


def _scope(case: Case, item: ItemCase, line: Line) -> tuple[Condition, str]:
    """Return whether a line reaches the destination, and where that stands."""
    if line.scope == "column":
        cited: list[str] = []

        def mark(place: PlaceLaw, question: Question) -> Condition:
            found, citation = column(case.law, place, line.places[0], case.on, question)
            cited.append(citation)
            return found

        condition = case.per_place(mark)
        section = cited[0] if cited else ""
        return condition, f"{line.citation}; {section}"
    return _prose_scope(case, item, line), line.citation


def _prose_scope(case: Case, item: ItemCase, line: Line) -> Condition:
    if line.scope in _OPEN:
        return look(f"{line.key}: {_OPEN[line.scope]} ({line.section or 'as printed'})")
    if line.scope in _WANTING:
        text = f"{line.eccn} {_WANTING[line.scope]} {', '.join(line.places)}".rstrip()
        return ask(f"{text}: the code there is needed", ask_declared(item.index, LIST))
    if line.scope == "agency":
        agency = "; ".join(line.places)
        return yes(f"{line.eccn} is not subject to the EAR but to {agency}: {case.law.data['law']['agencies'][agency]}")
    named = line.places if line.scope in ("places", "oil_and_gas") else (ANYWHERE,)
    reached = case.reaches(named, minus=line.minus)
    return every((reached, *_beside(case, item, line)))


def _beside(case: Case, item: ItemCase, line: Line) -> Iterator[Condition]:
    """Yield what a scope asks beside the destination."""
    if line.scope == "cwc":
        yield case.answer(_question(case, "cwc"))
    elif line.scope == "footnote":
        yield footnote(case, int(line.places[0]))
    elif line.scope == "oil_and_gas":
        yield item.answer(_question(case, "oil_and_gas"))


_OPEN = {
    "elsewhere": "what it needs is ruled in a part that is not encoded",
    "undecided": "the published text does not say where it reaches",
}
_WANTING = {"pointer": "only points to", "empty": "is an empty entry"}


def _question(case: Case, name: str) -> Ask:
    return ask_of(case.law.data["law"]["questions"][name])


def _transfer(case: Case, line: Line) -> Condition:
    if case.transaction.kind is not Kind.TRANSFER or line.transfer:
        return yes("")
    text = f"line {line.key} speaks of exports and reexports; whether it reaches a transfer within a country"
    return look(f"{text} is not settled")


def _exclusions(case: Case, claim: ItemClaim, line: Line) -> Iterator[Condition]:
    if case.deemed:
        yield ~excluded(case, claim.item, line)
    if line.unless:
        place, name = line.unless
        yield ~every((case.reaches((place,)), case.answer(_question(case, name))))
    rule = case.law.data["claims"]["equipment_exclusion"]
    if line.section in rule["sections"] and line.eccn in rule["eccns"]:
        yield ~claim.excluded_equipment(rule)
