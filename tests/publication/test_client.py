"""What a mirror invents is refused in our words, and the timestamp's key cannot stretch the life of what it signs."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tuf.api.metadata import Metadata, MetaFile, Timestamp

from sekisho.errors import Error, PublicationError
from sekisho.publication import client
from sekisho.publication.keys import HYBRID, HolderSigner
from sekisho.publication.layout import EDITION_LIFE, SPECIFICATION, TIMESTAMP_LIFE
from sekisho.publication.repository import TIMESTAMP, metadata_bytes, root_facts
from tests.assurance.published import shared, take, verify

FAR = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
ROOT = "metadata/1.root.json"


def stamped(version: int, expires: dt.datetime) -> dict[str, bytes]:
    """Return the repository with a timestamp that whoever has stolen the online key has signed."""
    press, plan = shared()
    made = Metadata(Timestamp(version, SPECIFICATION, expires, MetaFile(plan.size)))
    made.sign(HolderSigner(plan.layout.timestamp, press.group.secretariat.keys["timestamp"].sign))
    return {**press.files, TIMESTAMP: metadata_bytes(made)}


@pytest.mark.parametrize("days", [-1, 1, 30_000])
def test_a_stolen_timestamp_key_cannot_stretch_the_life_of_a_timestamp(days: int) -> None:
    now = shared()[0].group.now
    with pytest.raises(PublicationError, match="does not expire 7 days after"):
        take(stamped(int(now.timestamp()), now + TIMESTAMP_LIFE + dt.timedelta(days=days)), now)
    assert take(stamped(int(now.timestamp()), now + TIMESTAMP_LIFE), now).stale_after == now + TIMESTAMP_LIFE


@pytest.mark.parametrize("version", [10**18, 10**12, 253_402_300_799])
def test_a_timestamp_of_no_moment_is_refused(version: int) -> None:
    press, _ = shared()
    with pytest.raises(PublicationError, match="no moment"):
        take(stamped(version, FAR), press.group.now)


def test_bounded_a_timestamp_dated_into_the_future_is_stale_when_its_edition_is() -> None:
    press, plan = shared()
    found = verify(stamped(int(FAR.timestamp()), FAR + TIMESTAMP_LIFE), press.group)
    assert found.signed == FAR
    assert found.stale_after == plan.time + EDITION_LIFE


def test_without_the_rule_of_its_life_a_stolen_key_would_freeze_a_list_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    press, _ = shared()
    now = press.group.now
    monkeypatch.setattr(client, "_signed_at", lambda stamp: now)
    assert take(stamped(int(now.timestamp()), FAR), now).files


def keys(change: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    def altered(root: dict[str, Any]) -> None:
        for key in root["signed"]["keys"].values():
            key.update(change)

    return altered


INVENTED: dict[str, Callable[[dict[str, Any]], object]] = {
    "a hybrid key of nothing": keys({"keytype": HYBRID, "scheme": HYBRID, "keyval": {}}),
    "a hybrid key that is a number": keys({"keytype": HYBRID, "scheme": HYBRID, "keyval": {"public": 5}}),
    "a hybrid key that is short": keys({"keytype": HYBRID, "scheme": HYBRID, "keyval": {"public": "00"}}),
    "a key of a mail program": keys({"keytype": "rsa", "scheme": "pgp+rsa-pkcsv1.5"}),
    "a key of no kind": keys({"keytype": "x", "scheme": "y"}),
    "a key that is no hexadecimal": keys({"keyval": {"public": "zz"}}),
    "a signature that is a number": lambda root: [one.update(sig=5) for one in root["signatures"]],
    "no signatures": lambda root: root.update(signatures=None),
    "a number with a point": lambda root: root["signed"].update(x=1.5),
    "half a character": lambda root: root["signed"].update(x="\ud800"),
    "another role": lambda root: root["signed"].update(_type="targets"),
    "no roles": lambda root: root["signed"].update(roles=None),
    "a version beyond all": lambda root: root["signed"].update(version=10**30),
}


@pytest.mark.parametrize("name", list(INVENTED))
def test_a_root_that_a_mirror_invents_is_refused_in_our_words(name: str) -> None:
    press, _ = shared()
    root = json.loads(press.files[ROOT])
    INVENTED[name](root)
    with pytest.raises(PublicationError) as caught:
        take({**press.files, ROOT: json.dumps(root).encode()}, press.group.now)
    assert caught.value.remedy


VALUES: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({}) | st.floats()
)


def places(document: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the place of every value of a document."""
    rows = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    return [place for key, one in rows for place in ((*here, key), *places(one, (*here, key)))]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_value_a_mirror_puts_anywhere_is_never_a_crash(data: st.DataObject) -> None:
    press, _ = shared()
    path = data.draw(st.sampled_from(sorted(one for one in press.files if one.startswith("metadata/"))))
    document = copy.deepcopy(json.loads(press.files[path]))
    *way, last = data.draw(st.sampled_from(places(document)))
    held = document
    for key in way:
        held = held[key]
    held[last] = data.draw(VALUES)
    with contextlib.suppress(Error):  # any other error is a defect
        take({**press.files, path: json.dumps(document).encode()}, press.group.now)


@pytest.mark.parametrize("leaf", [[], None, {}, "x"])
def test_a_root_that_names_no_leaf(leaf: Any) -> None:
    press, _ = shared()
    root = json.loads(press.files[ROOT])
    root["signed"]["x-sekisho-leaf"] = leaf
    with pytest.raises(PublicationError, match="names no charter"):
        root_facts(json.dumps(root).encode(), ROOT)
    with pytest.raises(PublicationError, match="this is no root"):
        root_facts(press.files[TIMESTAMP], TIMESTAMP)


def test_a_first_root_larger_than_any() -> None:
    with pytest.raises(PublicationError, match="larger than any root"):
        client.first_root(lambda path: iter([b" " * 3_000_000] * 2))
