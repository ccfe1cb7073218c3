"""A package says everything, once, in bytes that hide nothing; all that is wrong is told at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.regime.proposal import CRITERIA
from sekisho.regime.proposal_files import read_package, unclean
from tests.regime.packages import ANSWERS, add, dump, files, limb, package


def refused(found: dict[str, bytes]) -> list[tuple[str, str, str]]:
    return [(one.code, one.place, one.message) for one in read_package(found)[1]]


def test_a_package() -> None:
    one = package(limb())
    assert (one.number, one.decision, one.field, one.sponsor, one.concern, one.replaces) == (
        "P1", "add", "quantum", "JP", "", "",
    )  # fmt: skip
    (change,) = one.changes
    assert (change.action, change.code, change.file) == ("add", "1A001", "entries/1A001.yaml")
    assert change.entry == files(limb())["entries/1A001.yaml"].decode()
    assert one.change("1A001") is change
    assert one.change("1A002") is None


def test_a_text_may_stand_in_a_file_whose_exact_bytes_count() -> None:
    found = files(limb(), changes=[add(texts={"en": {"file": "texts/a.en.txt"}})])
    one, refusals = read_package({**found, "texts/a.en.txt": b"Line 1\n\nLine 2 \n"})
    assert refusals == []
    assert one is not None
    assert one.changes[0].texts == {"en": "Line 1\n\nLine 2 \n"}
    assert refused(found)[0][2] == "the package has no file texts/a.en.txt"


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"\xef\xbb\xbfabc", "f:1:1", "the file begins with a byte order mark"),
        (b"abc\r\nabc\n", "f:1:4", "the file holds a carriage return"),
        ("ab\nA\u030a".encode(), "f:2:1", "characters are not in Unicode NFC"),
        ("a\u202eb".encode(), "f:1:2", "the file holds the invisible character RIGHT-TO-LEFT OVERRIDE"),
        ("a\nbc\u200bd".encode(), "f:2:3", "the file holds the invisible character ZERO WIDTH SPACE"),
        (b"a\tb", "f:1:2", "the file holds the invisible character U+0009"),
        (b"a\nb\xff", "f:2", "byte 3 is not UTF-8"),
        ("ab".encode("utf-16"), "f:1", "byte 0 is not UTF-8"),
        (b"a\x00b", "f:1:2", "the file holds the invisible character U+0000"),
        (b"", "f:1", "the file is empty"),
        (b" \n\n", "f:1", "the file is empty"),
        (b"a" * 1_000_001, "f:1", "the file has more than 1,000,000 characters"),
    ],
)
def test_bytes_that_are_not_what_they_seem(data: bytes, place: str, message: str) -> None:
    found = [(one.place, one.message) for one in unclean(data, "f")]
    assert found == [(place, message)]
    name = "entries/1A001.yaml"
    assert refused({**files(limb()), name: data})[0][0] == "bytes"


def test_of_many_invisible_characters_the_first_are_named() -> None:
    found = list(unclean("\u200b\n".encode() * 20, "f"))
    assert [one.place for one in found] == ["f:1:1", "f:2:1", "f:3:1", "f:4:1", "f:5:1", "f"]
    assert found[-1].message == "the file holds 15 more invisible characters"


@given(st.text(max_size=40))
def test_clean_bytes_are_those_that_read_back_as_they_look(text: str) -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    if not list(unclean(data, "f")):
        assert text.strip()
        assert "\r" not in text
        assert not text.startswith("\ufeff")


@pytest.mark.parametrize("hidden", ['"P\\u202e1"', '"P\\u200b1"', '"A\\u030a"'])
def test_what_a_document_hides_behind_an_escape_is_found(hidden: str) -> None:
    found = files(limb())
    found["proposal.yaml"] = found["proposal.yaml"].replace(b'"A made-up proposal"', hidden.encode())
    assert ("bytes", "hides") in [(code, message.split()[2]) for code, _, message in refused(found)]


def test_an_escaped_key_is_found_too() -> None:
    found = files(limb(), dossier={**ANSWERS, "x": "Some more words."})
    found["proposal.yaml"] = found["proposal.yaml"].replace(b'"x"', b'"x\\u200b"')
    assert {code for code, _, _ in refused(found)} == {"bytes", "dossier"}


@pytest.mark.parametrize("answer", ["", "  ", "yes", "n/a", "n/a\n", "不明"])
@pytest.mark.parametrize("name", CRITERIA)
def test_a_criterion_is_answered_in_more_than_a_word(name: str, answer: str) -> None:
    (found,) = refused(files(limb(), dossier={**ANSWERS, name: answer}))
    assert found[0] == "dossier"
    assert found[2].startswith(name)


def test_an_answer_in_a_script_without_spaces() -> None:
    assert refused(files(limb(), dossier={**ANSWERS, "controllability": "輸出者が限られ管理は可能である。"})) == []


def test_all_six_criteria_and_no_other() -> None:
    (missing,) = refused(files(limb(), dossier={key: text for key, text in ANSWERS.items() if key != "expected_effect"}))
    assert missing[2] == "expected_effect is not answered"
    (more,) = refused(files(limb(), dossier={**ANSWERS, "foreign_availabilty": "Spelt wrongly, so refused."}))
    assert more[2] == "'foreign_availabilty' is no criterion"
    found = files(limb())
    found["proposal.yaml"] = found["proposal.yaml"].replace(b'"dossier"', b'"concern": "", "dosier"')
    assert refused(found)[0][2] == "unknown key 'dosier'"
    assert len(refused(files(limb(), dossier=None))) == 6


@pytest.mark.parametrize(
    ("head", "code", "message"),
    [
        ({"decision": "adopt"}, "decision", "'adopt' is no decision on the list"),
        ({"decision": "charter"}, "decision", "'charter' is no decision on the list"),
        ({"decision": "remove"}, "decision", "a decision to remove cannot add"),
        ({"decision": "renew"}, "decision", "a decision to renew cannot add"),
        ({"decision": "amend"}, "decision", "a decision to amend cannot add"),
        ({"number": "P 1"}, "shape", "'P 1' cannot be the number of a proposal"),
        ({"field": "quan tum"}, "shape", "'quan tum' cannot be a field"),
        ({"sponsor": "日本"}, "shape", "'日本' cannot be the id of a member"),
        ({"concern": "abc"}, "shape", "'abc' is no digest"),
        ({"replaces": "A" * 64}, "shape", f"'{'A' * 40}' is no digest"),
        ({"title": {"english": "A title"}}, "language", "'english' is no language"),
        ({"changes": []}, "change", "a proposal changes something"),
        ({"changes": [add(action="drop")]}, "change", "'drop' is no action"),
        ({"changes": [add(file="entries/1A002.yaml")]}, "change", "the file of 1A001 is entries/1A001.yaml, not"),
        ({"changes": [add(refers=["4A906"])]}, "reference", "'4A906' names no entry of another list"),
        ({"changes": [add(), add("1A(2)")]}, "shape", "'1A(2)' cannot be the code of an entry in a statement"),
        ({"changes": [add(), add("1A009")]}, "shape", "the package has no file entries/1A009.yaml"),
        ({"changes": [add(), {"action": "remove", "code": "1A009", "file": "x"}]}, "change", "remove brings no file"),
        ({"surprise": "x"}, "shape", "unknown key 'surprise'"),
        ({"title": None}, "shape", "the key 'title' has no value"),
        ({"changes": [add(surprise="x")]}, "shape", "unknown key 'surprise'"),
    ],
)
def test_what_a_package_says_must_make_sense(head: dict[str, Any], code: str, message: str) -> None:
    found = refused(files(limb(), **head))
    assert any(one[0] == code and one[2].startswith(message) for one in found), found
    assert all(one[1] for one in found)


def test_emergency_and_withdrawal() -> None:
    assert refused(files(limb(), decision="emergency")) == []
    gone = [{"action": "remove", "code": "1A001"}]
    assert refused(files(decision="withdrawal", changes=gone)) == []
    assert refused(files(decision="emergency", changes=gone))[0][0] == "decision"


def test_no_file_rides_along() -> None:
    found = {**files(limb()), "entries/1A002.yaml": dump(limb("1A002")), "texts/note.txt": b"Read me."}
    assert [one[1] for one in refused(found)] == ["entries/1A002.yaml", "texts/note.txt"]


def test_without_a_readable_head_there_is_no_package() -> None:
    assert read_package({})[0] is None
    for broken in (b"", b"\xff", b"a: [", b"- a", b"a: \xe2\x80\xae", files(limb())["proposal.yaml"][:200]):
        made, refusals = read_package({"proposal.yaml": broken})
        assert made is None
        assert refusals


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_with_a_place_and_never_a_traceback(data: bytes) -> None:
    made, refusals = read_package({"proposal.yaml": data})
    assert made is None
    assert all(one.place and one.remedy for one in refusals)
