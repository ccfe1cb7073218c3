"""What a signer's screen shows of a statement: every field of the bytes that are signed, nothing hidden.

Decides the order and the words. The text is made from the decoded bytes alone, so that what is seen is what is signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sekisho.terms.visible import visible

_FIRST = ("type", "framework", "by", "number", "decision", "field", "title", "choice", "move", "outcome", "subject")
_HEADLINES = {
    "ballot": "You vote {choice} as {by}.",
    "proposal": "You propose {number}: {decision} in {field}.",
    "step": "You move a matter: {move}.",
    "objection": "You object as {by}.",
    "reply": "You answer an objection as {by}.",
    "lift": "You withdraw your objection as {by}.",
    "certificate": "You certify the result {outcome} as {by}. This certifies the tally, not your agreement.",
    "revocation": "You revoke the key {revoked}, suspect since leaf {suspect_since}.",
    "rotation": "You replace the {role} key of {by}.",
    "exit": "You declare that {by} leaves the framework.",
    "charter": "You found the framework {framework}, or adopt its charter version {version}.",
    "receipt": "You certify that you received the statement {statement} at {received}.",
    "transposition": "You say by which act the entries are given effect.",
    "equivalence": "You regard the control of others as equivalent, as {by}.",
    "denial": "You notify the denial {id} as {by}.",
    "renewal": "You renew a denial as {by}.",
    "withdrawal": "You withdraw a denial as {by}, for good.",
    "inquiry": "You ask whether a transaction is essentially identical, as {by}.",
    "answer": "You answer an inquiry as {by}: {answer}.",
    "grant": "You notify, as {by}, that a licence was granted.",
    "settlement": "You settle a round: {outcome}.",
}


def screen(body: Mapping[str, Any]) -> list[str]:
    """Return what the signer must see, line by line; hidden characters are written out."""
    kind = str(body.get("type", ""))
    headline = _HEADLINES.get(kind, "You sign a statement of the kind {type}.")
    shown = {name: visible(value).replace("\n", "\\n") for name, value in body.items() if isinstance(value, str)}
    lines = [headline.format_map(_Gaps(shown)), ""]
    names = [*(name for name in _FIRST if name in body), *sorted(name for name in body if name not in _FIRST)]
    for name in names:
        lines.extend(_rows(name, body[name], 0))
    return lines


class _Gaps(dict[str, str]):
    """Fields by name; one that is missing shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"


def _rows(name: str, value: Any, depth: int) -> Iterator[str]:
    lead = "  " * depth
    if isinstance(value, dict):
        yield f"{lead}{visible(name)}:"
        for key in sorted(value):
            yield from _rows(key, value[key], depth + 1)
    elif isinstance(value, list):
        yield f"{lead}{visible(name)}: {len(value)} of them" if value else f"{lead}{visible(name)}: none"
        for number, one in enumerate(value, 1):
            yield from _rows(f"{number}", one, depth + 1)
    elif isinstance(value, str) and "\n" in value:
        yield f"{lead}{visible(name)}:"
        yield from (f"{lead}  | {visible(line)}" for line in value.split("\n"))
    else:
        text = ("yes" if value else "no") if isinstance(value, bool) else visible(str(value))
        yield f"{lead}{visible(name)}: {text or '(empty)'}"
