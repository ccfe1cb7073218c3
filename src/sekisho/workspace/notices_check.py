"""Hold a proposed transaction against the denials that a member keeps: which may be essentially identical, and why.

Turns files and lists into what ``notices.undercut`` compares. Nothing is decided: every hit is a proposal to a person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sekisho.controls.classification import ListClassification
from sekisho.controls.item import NOT_LISTED
from sekisho.controls.read import read_item
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import InputError
from sekisho.licensing.framework import FRAMEWORK
from sekisho.licensing.transaction import Transaction
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact
from sekisho.notices import life
from sekisho.notices.denial import DeniedItem
from sekisho.notices.undercut import Criterion, Hit, Proposed, ProposedItem, ProposedParty, undercut
from sekisho.regime.charter import Charter
from sekisho.terms.document import read_document
from sekisho.workspace.check import Desk, query_of
from sekisho.workspace.notices import Bureau
from sekisho.workspace.user_files import read_bytes

NATIONAL = "the decision stays national; this is a proposal to a person and no determination"


def check_denials(
    office: Bureau,
    path: Path,
    as_of: str | None = None,
    progress: Callable[[str], None] | None = None,
    workspace: Path | None = None,
) -> dict[str, Any]:
    """Compare a transaction file with the denials that are kept.

    Args:
        office: Of the member whose desk asks.
        path: The transaction file.
        as_of: Use only what was recorded by this day.
        progress: Called with a sentence before a slow step.
        workspace: Where the lists of frameworks are; by the usual order if None.

    Raises:
        InputError: The file is wrong; the error names the place.
    """
    desk, (name, data) = Desk.open(workspace, as_of, progress), read_bytes(path)
    transaction = desk.read(data, name)
    classified = {**desk.classify(transaction), **framework_classes(desk, transaction, office)}
    kept = life.standings(office.store.kept())
    facts = {key: parameters_of(one.denial.item, desk.rulebook.vocabulary) for key, one in kept.items()}
    proposed = proposed_of(transaction, classified)
    hits = undercut(proposed, kept.values(), facts)
    on = transaction.date
    valid = sum(one.on(on) == life.VALID for one in kept.values())
    return {
        "framework": office.authority.charter.framework,
        "member": office.member,
        "transaction": name,
        "date": on.isoformat(),
        "denials": {"kept": len(kept), "valid": valid},
        "hits": [_hit(one, office.authority.charter, office.member) for one in hits if one.truth is not Truth.NO],
        "same_party": [_hit(one, office.authority.charter, office.member) for one in hits if one.truth is Truth.NO],
        "note": NATIONAL,
    }


def framework_classes(desk: Desk, transaction: Transaction, office: Bureau) -> dict[tuple[int, str], ListClassification]:
    """Return what the framework's own list says of each item, where the workspace keeps it."""
    name = office.authority.charter.framework
    kept = [one for one in desk.frameworks() if one.list.framework == name]
    return {
        (index, FRAMEWORK): ListClassification(
            FRAMEWORK,
            transaction.date,
            tuple(verdict for (item, _), verdict in consulted.verdicts.items() if item == index),
            covered=False,
            coverage="the list of the framework",
        )
        for consulted in desk.consult(transaction, kept)
        for index in range(len(transaction.items))
    }


def proposed_of(transaction: Transaction, classified: Mapping[tuple[int, str], ListClassification]) -> Proposed:
    """Return what of a transaction is compared with denials."""
    return Proposed(
        transaction.date,
        transaction.destination,
        tuple(
            ProposedItem(
                one.item.description or one.item.kind,
                codes_of(one.item.declared, [found for (item, _), found in classified.items() if item == index]),
                one.item.parameters,
            )
            for index, one in enumerate(transaction.items)
        ),
        tuple(ProposedParty(one.role, query_of(one)) for one in transaction.parties),
    )


def codes_of(declared: Mapping[str, str], found: Sequence[ListClassification]) -> dict[tuple[str, str], Truth]:
    """Return the codes of an item: declared ones, classified ones, and those of which a parameter is missing.

    A list that speaks for all items of the kind and names no entry says NOT_LISTED.
    """
    codes: dict[tuple[str, str], Truth] = {}
    for one in found:
        mine = {(one.list_id, row.code): row.verdict for row in one.verdicts if row.verdict is not Truth.NO}
        codes |= mine if mine or not one.covered else {(one.list_id, NOT_LISTED): Truth.YES}
    codes.update(dict.fromkeys(declared.items(), Truth.YES))
    return codes


def parameters_of(item: DeniedItem, vocabulary: Vocabulary) -> dict[str, Fact | None]:
    """Return the parameters of a denied item as facts; None for one that this vocabulary cannot read."""
    return {name: _fact(item.kind or "item", name, text, vocabulary) for name, text in item.parameters.items()}


def _fact(kind: str, name: str, text: str, vocabulary: Vocabulary) -> Fact | None:
    node = read_document(json.dumps({"kind": kind, "parameters": {name: text}}).encode(), "the denial.json")
    try:
        found = read_item(node, vocabulary, ())
    except InputError:
        return None
    return found.parameters.get(name)


def summary_of(transaction: Transaction) -> str:
    """Return a transaction in a few lines, for the question to the member that denied."""
    items = "; ".join(
        f"{one.item.description or one.item.kind}"
        f"{''.join(f', {name} {value}' for name, value in one.item.parameters.items())}"
        for one in transaction.items
    )
    parties = "; ".join(
        f"{one.role.replace('_', ' ')} {one.name} ({one.country or 'country not stated'})" for one in transaction.parties
    )
    lines = [
        f"{transaction.kind.value} on {transaction.date} to {transaction.destination}",
        f"Items: {items}",
        f"Parties: {parties or 'none named'}",
        f"End use: {transaction.end_use.text or 'not stated'}",
    ]
    return "\n".join(lines)


def summary_of_file(path: Path, progress: Callable[[str], None] | None = None) -> str:
    """Return the transaction in a file in a few lines.

    Raises:
        InputError: The file is wrong.
    """
    name, data = read_bytes(path)
    return summary_of(Desk.open(None, None, progress).read(data, name))


def _hit(one: Hit, charter: Charter, member: str) -> dict[str, Any]:
    denial = one.denial
    return {
        "denial": denial.id,
        "digest": denial.digest,
        "by": denial.by,
        "about": denial.about,
        "decided": denial.decided.isoformat(),
        "item": one.item,
        "essentially_identical": {"yes": "possibly: item and party agree", "unknown": "possibly: questions are open"}.get(
            one.truth.value, "no: another item"
        ),
        "truth": one.truth.value,
        "criteria": [_criterion(row) for row in one.criteria],
        "questions": [text for row in one.criteria for text in row.questions],
        "reasons_of_denial": denial.reasons,
        "duty": "none: it is this member's own denial" if denial.by == member else duty_words(charter, denial.field),
    }


def _criterion(one: Criterion) -> dict[str, Any]:
    return {"name": one.name, "verdict": one.truth.value, "reasons": list(one.reasons), "questions": list(one.questions)}


def duty_words(charter: Charter, field: str) -> str:
    """Return what a member owes before it grants, in one sentence."""
    rule = charter.denial_rule(field)
    if rule is None:
        return f"none known: the charter says nothing of denials in {field}"
    told = f"notify a grant within {rule.notify_days} days{', with reasons' if rule.reasons else ''}"
    if rule.duty == "notify":
        return told
    return f"ask first; a reply is due within {rule.reply_days} working days, silence means not identical; then {told}"
