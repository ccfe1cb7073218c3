"""What a member must see before it cosigns: that the log has only grown since it last looked, and that the clocks agree.

Decides whether one checkpoint may follow another in one cosigner's eyes. A cosigner that keeps to it never signs two
histories, even if the log shows it both; that is all that its signature says. Neither reads a clock nor stores anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.errors import RecordError
from sekisho.ledger.checkpoint import Checkpoint, Note
from sekisho.ledger.merkle import verify_consistency


@dataclass(frozen=True, slots=True)
class CosignerState:
    """The newest checkpoint that a member has cosigned of one log.

    Attributes:
        size: Leaves.
        root: The root over them.
    """

    size: int
    root: bytes


def check_checkpoint(note: Note, state: CosignerState | None, proof: Sequence[bytes], now: int, delta: int) -> CosignerState:
    """Return what the member must remember if it cosigns a checkpoint.

    **The state must be on disk, flushed, before the signature leaves the house.** A member that signs first and then
    forgets, by a crash or a restored backup, can be shown a second history.

    That the note is signed by the log of the charter, under its origin, is checked before (``checkpoint.log_signed``).

    Args:
        note: What the log presents.
        state: What the member last remembered of this log; None if it has never looked: then it takes the first checkpoint
            on trust. A founder begins with size 0 and ``merkle.empty_root()`` instead.
        proof: Consistency proof from the remembered size to the note's; empty if there is nothing to prove.
        now: Seconds since 1970 by the member's own clock.
        delta: Seconds by which the clocks may differ.

    Raises:
        RecordError: The clocks differ by more than delta; the log is shorter than it was; it has another root at the same
            size; or the proof does not show that it only grew.
    """
    shown = note.checkpoint
    if abs(shown.time - now) > delta:
        message = f"the log's clock differs by {abs(shown.time - now)} seconds from ours, more than {delta} are not cosigned"
        raise RecordError(message, remedy="find out which clock is wrong")
    if state is None:
        if proof:
            raise RecordError(
                "there is a consistency proof but no remembered checkpoint", remedy="restore the cosigner's state"
            )
    else:
        _require_growth(shown, state, proof)
    return CosignerState(shown.size, shown.root)


def _require_growth(shown: Checkpoint, state: CosignerState, proof: Sequence[bytes]) -> None:
    if shown.size < state.size:
        message = f"the log has gone back from {state.size} leaves to {shown.size}"
        raise RecordError(message, remedy="do not cosign; ask which backup was restored")
    if shown.size == state.size and shown.root != state.root:
        message = f"the log shows two roots for {state.size} leaves: {state.root.hex()} and {shown.root.hex()}"
        raise RecordError(message, remedy="do not cosign; keep both notes, they prove a split view")
    if not verify_consistency(state.size, shown.size, proof, state.root, shown.root):
        message = f"the proof does not show that {shown.size} leaves continue the {state.size} that were cosigned"
        raise RecordError(message, remedy="ask for the proof again; if it fails again, the history was changed")
