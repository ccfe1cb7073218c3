"""Whatever members do with their keys, the public walk ends with the keys of the replay."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.errors import Error
from sekisho.ledger.keys import PrivateKey
from sekisho.workspace.simulation import Group
from tests.assurance import acts
from tests.assurance.published import FOUR, certified
from tests.assurance.test_public import same_keys

ROLES = ("ballot", "cosign", "publication")


@lru_cache
def founded() -> Group:
    return certified("walk, random")[0]


def rotate(group: Group, member: str, role: str, number: int, *, proved: bool) -> None:
    """Replace a key; unless proved, the new one does not sign and the replay sets it aside."""
    desk, new = group.members[member], PrivateKey.from_seed("ed25519", bytes([number]) * 32)
    public = new.public
    fields = {"role": role, "old": desk.key_of(role), "algorithm": public.algorithm, "public": public.public}
    group.insist(member, desk.sign(desk.body("rotation", fields, role), role, [new] if proved else []))
    if proved:
        desk.keys = {**desk.keys, role: new}


def revoke(group: Group, member: str, role: str, by: str) -> None:
    """Revoke a key by another of the member, or by itself, which the replay sets aside."""
    desk = group.members[member]
    fields: dict[str, Any] = {"revoked": desk.key_of(role), "suspect_since": "1", "reason": "made up"}
    group.insist(member, desk.sign(desk.body("revocation", fields, by), by))


MEMBER, ROLE = st.sampled_from(FOUR), st.sampled_from(ROLES)
ACTS = st.one_of(
    st.tuples(st.just("rotate"), MEMBER, ROLE, st.booleans()),
    st.tuples(st.just("revoke"), MEMBER, ROLE, ROLE),
    st.tuples(st.just("exit"), MEMBER),
    st.tuples(st.just("checkpoint")),
)


def act(group: Group, number: int, what: tuple[Any, ...]) -> None:
    """Do one of ACTS; the host may refuse it at the door."""
    kind, *rest = what
    if kind == "rotate":
        rotate(group, rest[0], rest[1], number, proved=rest[2])
    elif kind == "revoke":
        revoke(group, *rest)
    elif kind == "exit":
        group.say(rest[0], "exit", effective="at once", reason="")
    else:
        group.checkpoint()


@settings(max_examples=12, deadline=None)
@given(st.lists(ACTS, min_size=1, max_size=6))
def test_the_public_walk_gives_the_keys_of_the_replay(story: list[tuple[Any, ...]]) -> None:
    group = acts.twin(founded())
    for number, what in enumerate(story, 1):
        with contextlib.suppress(Error):
            act(group, number, what)
    with contextlib.suppress(Error):
        group.checkpoint()
    same_keys(group)
