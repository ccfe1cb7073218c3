"""What must hold on a stage, whatever was played on it: every copy judged, each against the others, and clocks that end."""

from __future__ import annotations

import datetime as dt

from sekisho.assurance.replay import Verified, replay
from sekisho.ledger.merkle import Tree
from sekisho.ledger.store import Store
from sekisho.regime.overview import summary
from sekisho.regime.procedure import TERMINAL, State
from tests.assurance.judge import Judge, Point, point
from tests.assurance.stage import Stage

RESTS = TERMINAL | {State.EFFECTIVE, State.UNDER_REVIEW}
"""Where a matter may be when nobody has done anything for long."""


def check_views(stage: Stage) -> None:
    """Check every copy that somebody holds, honest members' and the secretariat's, and each against the others."""
    stores: dict[tuple[bytes, ...], Store] = {}
    for desk in (*stage.honest, *stage.logs):
        if desk.store.size():
            stores[
                (*(leaf.leaf for leaf in desk.store.leaves()), *(note.encode() for _, note in desk.store.checkpoints()))
            ] = desk.store
    points: list[Point] = []
    judges = []
    for store in stores.values():
        verified = stage.seen(store)
        judge = judged(verified)
        carried = [point(note, judge.charter) for _, note in store.checkpoints()]
        points += [*judge.points, *(one for one in carried if one is not None)]
        judges.append(judge)
    for judge in judges:
        tree = Tree(judge.hashes)
        for one in points:
            assert one.size > tree.size or tree.root(one.size) == one.root, f"two histories of size {one.size} count"
    longest = max(stores.values(), key=lambda store: store.size())
    check_again(stage, longest)


def judged(verified: Verified) -> Judge:
    """Check what a view adopts by a tally from its bytes, and return the judge."""
    judge = Judge(verified.opened.leaves[: max(verified.size, 1)], {row.index for row in verified.set_aside})
    subjects = set(judge.check_settlements())
    adopted = {key for key, one in verified.docket.matters.items() if State.ADOPTED in [state for state, _ in one.history]}
    assert adopted == subjects, f"the replay adopts {adopted}, the judge {subjects}"
    assert {one.matter for one in verified.docket.edition.entries.values()} <= subjects, (
        "the list has an entry that nobody adopted"
    )
    assert all(one.note.checkpoint.size > verified.size for one in verified.forks), "two histories count"
    return judge


def check_again(stage: Stage, store: Store) -> None:
    """Check that a replay gives the same again, and that what was proved earlier stands as it stood."""
    leaves, notes = list(store.leaves()), [note for _, note in store.checkpoints()]
    first = stage.seen(store)
    again = replay(leaves, notes, stage.charter.digest)
    assert standing(again) == standing(first), "two replays of one copy differ"
    counting = [one.note for one in first.witnessed if one.counts and one not in first.forks]
    if not counting:
        return
    note = counting[len(counting) // 2]
    size = note.checkpoint.size
    then = replay(leaves[:size], [note.data], stage.charter.digest)
    for key, matter in then.docket.matters.items():
        history = [row for row in first.docket.matters[key].history if row[1] < size]
        assert matter.history == history, f"at size {size} it stood at {matter.history}, later the replay says {history}"
    aside = [[row for row in one.set_aside if 0 <= row.index < size] for one in (first, then)]
    assert aside[0] == aside[1], f"what is set aside below size {size} depends on what comes later"


def standing(verified: Verified) -> list[object]:
    """Return where everything stands."""
    rows = [summary(one) | {"history": one.history} for one in verified.docket.matters.values()]
    return [rows, verified.set_aside, verified.size, verified.docket.edition.document(), verified.doubles]


def check_clocks(stage: Stage) -> None:
    """Check that time alone ends every matter once all can be reached, unless the log was split beyond repair."""
    stage.cut.clear()
    stage.deaf = False
    stage.skew = dict.fromkeys(stage.skew, 0)
    for log in stage.logs:
        for days in (5, 500, 1):
            stage.now += dt.timedelta(days=days)
            if not stage.checkpoint(log):
                assert stage.cast.crooked, "all are there and honest, and the log stands still"
                assert stage.refused, "the log stands still and nobody knows why"
                break
        else:
            verified = stage.seen(log.store)
            states = {one.state for one in verified.docket.matters.values()}
            assert states <= RESTS, f"no clock ends {states - RESTS}"
            judged(verified)
