"""An entry that is no text, and a list that a stolen timestamp key has locked: refused, and let go on."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from sekisho.assurance.publication_check import Kept, check_continues, listed_in
from sekisho.errors import PublicationError
from sekisho.publication.repository import EDITION, Plan
from sekisho.regime.edition import FORMAT
from sekisho.terms.canonical import decode, digest, encode
from tests.assurance.published import shared, sign, verify, with_edition


def listing(plan: Plan, data: bytes) -> Plan:
    """Return a plan whose editions list other bytes as 4Q901, and agree with one another."""
    sha256 = hashlib.sha256(data).hexdigest()

    def relist(document: dict[str, Any]) -> None:
        document["entries"][0]["sha256"] = sha256

    made = with_edition(plan, "quantum", relist, **{"4Q901.yaml": data})
    listed = {row["code"]: row["sha256"] for files in made.fields.values() for row in decode(files[EDITION])["entries"]}
    whole = digest(encode({"format": FORMAT, "framework": "five-states", "entries": listed}))
    agree: Callable[[dict[str, Any]], None] = partial(dict.update, edition=whole)
    for field in made.fields:
        made = with_edition(made, field, agree)
    return made


@pytest.mark.parametrize("data", [b"code: 4Q901\nfield: quantum\n\xff\n", b"\x00\xfe", b"code: 4Q902\nfield: quantum\n"])
def test_an_entry_that_is_no_text_or_of_another_code_is_refused_even_signed_by_four(data: bytes) -> None:
    press, plan = shared()
    with pytest.raises(PublicationError, match="not the one that was adopted"):
        verify(sign(listing(plan, data), press), press.group)


def test_a_client_that_saw_a_timestamp_of_the_far_future_follows_a_larger_edition_all_the_same() -> None:
    press, _ = shared()
    new = verify(press.files, press.group)
    leaves = [one.leaf for one in new.record.leaves]
    locked = new.signed + dt.timedelta(days=30_000)
    check_continues(new, Kept(new.size - 1, locked, leaves[:-1], listed_in(new.rows)))
    with pytest.raises(PublicationError, match="older than what is held"):
        check_continues(new, Kept(new.size, locked, leaves, listed_in(new.rows)))
