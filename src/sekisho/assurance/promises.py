"""What a member has received for others and the log still lacks.

Decides when a promise is kept: a receipt says that the statement was received, and whoever gave it does not cosign a log
in which the statement is missing while it still matters. So a secretariat that drops a ballot, an objection or a challenge
stops the log instead of bending it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sekisho.errors import RecordError
from sekisho.ledger.envelope import Envelope, read_envelope
from sekisho.regime.docket import Docket
from sekisho.regime.procedure import TERMINAL, State


def unlogged(
    docket: Docket, held: Iterable[tuple[str, bytes]], find: Callable[[str], int | None]
) -> list[tuple[str, Envelope]]:
    """Return the statements that a party holds, the log lacks, and a round could still count.

    Args:
        docket: The party's own replay.
        held: Digest of the bytes and bytes of each statement held.
        find: Gives the leaf of a statement by that digest, or None.
    """
    found = []
    for digest, data in held:
        if find(digest) is not None:
            continue
        try:
            envelope = read_envelope(data)
        except RecordError:
            continue
        if _matters(docket, envelope):
            found.append((digest, envelope))
    return found


def _matters(docket: Docket, envelope: Envelope) -> bool:
    """Tell whether a statement without a leaf could still count; after the close a challenge carries it instead."""
    body = envelope.body
    if envelope.kind == "objection":
        matter = docket.matters.get(str(body.get("subject")))
        closed = matter is not None and bool(matter.rounds) and matter.rounds[-1].close is not None
        return matter is None or not (closed or matter.state in TERMINAL)
    one = docket.rounds.get(str(body.get("round")))
    if envelope.kind == "ballot":
        return one is None or one.close is None
    if envelope.kind == "challenge" and one is not None:
        return one.settlement is None and docket.matters[one.event.body["subject"]].state is State.BALLOT
    return False
