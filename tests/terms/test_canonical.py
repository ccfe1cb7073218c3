"""One value has one text, and every other text is refused."""

from __future__ import annotations

import contextlib
import json
import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from sekisho.errors import RecordError
from sekisho.terms.canonical import MAX_BYTES, MAX_DEPTH, decode, digest, encode

KEYS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=12)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"\\'), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
VALUES = st.recursive(
    TEXTS | st.booleans(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
BALLOT = {"type": "ballot", "by": "NL", "choice": "yes", "seen": {"size": "12", "root": "ab" * 32}, "list": ["a", True, []]}


def refused(data: bytes) -> RecordError:
    with pytest.raises(RecordError) as caught:
        decode(data)
    assert caught.value.exit_status == 2
    return caught.value


def not_written(value: object) -> RecordError:
    with pytest.raises(RecordError) as caught:
        encode(value)
    return caught.value


@given(VALUES)
def test_the_bytes_are_those_of_another_implementation(value: Any) -> None:
    data = encode(value)
    assert data == rfc8785.dumps(value)
    assert decode(data) == value


@given(VALUES, st.sampled_from([", ", ","]), st.sampled_from([": ", ":"]), st.booleans(), st.booleans())
def test_any_other_text_of_the_same_value_is_refused(
    value: Any, comma: str, colon: str, ascii_only: bool, order: bool
) -> None:
    other = json.dumps(value, separators=(comma, colon), ensure_ascii=ascii_only, sort_keys=order).encode()
    assume(other != encode(value))
    assert "canonical form" in str(refused(other))


@given(st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bytes_are_refused_or_come_back_the_same(data: bytes) -> None:
    try:
        value = decode(data)
    except RecordError:
        return
    assert encode(value) == data


@given(VALUES, st.data())
def test_one_changed_byte_gives_another_value_or_none(value: Any, data: st.DataObject) -> None:
    good = encode(value)
    index = data.draw(st.integers(0, len(good) - 1))
    bad = good[:index] + data.draw(st.binary(max_size=3)) + good[index + 1 :]
    assume(bad != good)
    with contextlib.suppress(RecordError):
        assert decode(bad) != value


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a":"1","a":"2"}', "canonical form from byte 6 on"),
        (b'{"a":"1","a":"1"}', "canonical form"),
        (b'{"b":"1","a":"2"}', "canonical form from byte 2 on"),
        (b'{"a": "1"}', "canonical form"),
        (b'{"a":"1"}\n', "canonical form from byte 9 on"),
        (b'"\\u0041"', "canonical form"),
        (b'"\\/"', "canonical form"),
        (b'"\\u000a"', "canonical form"),
        (b'"\\u00e9"', "canonical form"),
        (b'\xef\xbb\xbf"a"', "not JSON"),
        (b'"\xff"', "not UTF-8 at byte 1"),
        (b'"\xc0\x80"', "not UTF-8"),
        (b'"\xed\xa0\x80"', "not UTF-8"),
        (b'"a', "not JSON"),
        (b'"a\nb"', "not JSON at character 2"),
        (b'"a"x', "not JSON at character 3"),
        (b"", "not JSON at character 0"),
        (b"{'a':'b'}", "not JSON"),
        (b'["a",]', "not JSON"),
        (b"4", "the number 4"),
        (b"-0", "the number -0"),
        (b'{"a":1.50}', "the number 1.50"),
        (b'["a",1e400]', "the number 1e400"),
        (b"[NaN]", "the number NaN"),
        (b"[-Infinity]", "the number -Infinity"),
        (b"9" * 5_000, "the number 99"),
        (b"null", "may not hold null"),
        (b'"\\ud800"', "lone surrogate"),
        (b'"\\u0000"', "control character U+0000"),
        (b'"\\r"', "control character U+000D"),
        (b'"\x7f"', "control character U+007F"),
        (b'"\xc2\x85"', "control character U+0085"),
        ('"e\u0301"'.encode(), "not in Unicode NFC"),
        ('"\u212b"'.encode(), "not in Unicode NFC"),
        ('{"é":"a"}'.encode(), "printable ASCII"),
        (b'{"\\n":"a"}', "printable ASCII"),
        (b'{"\x7f":"a"}', "printable ASCII"),
    ],
)
def test_what_is_not_canonical_is_refused_with_the_reason(data: bytes, message: str) -> None:
    assert message in str(refused(data))


def test_a_unicode_twin_is_another_document_or_none() -> None:
    assert decode('"é"'.encode()) == "é"
    refused('"e\u0301"'.encode())
    assert digest(encode("а")) != digest(encode("a"))


def test_an_accent_after_a_line_feed_is_no_accent_of_the_escape() -> None:
    assert decode(encode("\n\u0303")) == "\n\u0303"


@pytest.mark.parametrize("value", [None, 4, 4.5, 0, b"a", ("a",), {"a"}, float("nan"), object()])
def test_values_of_other_types_are_refused_with_their_path(value: object) -> None:
    assert not_written(value).place is None
    assert not_written({"a": [True, {"b c": value}]}).place == "a[1]['b c']"
    assert not_written([{"a": {"b": value}}]).place == "[0].a.b"


def test_bad_texts_and_keys_are_refused_with_their_path() -> None:
    assert not_written({"a": {"b": "\x00"}}).place == "a.b"
    assert "lone surrogate" in str(not_written(["\udc00"]))
    assert not_written({"a": {4: "b"}}).place == "a"
    assert "type int is not a text" in str(not_written({4: "b"}))
    assert "'\\xe9'" in str(not_written({"é": "b"}))
    assert not_written({"\n": "b"}).place is None


def nested(depth: int) -> Any:
    value: Any = "x"
    for level in range(depth):
        value = [value] if level % 2 else {"a": value}
    return value


def test_depth_has_a_limit() -> None:
    good = nested(MAX_DEPTH)
    assert decode(encode(good)) == good
    assert "nested more than" in str(not_written(nested(MAX_DEPTH + 1)))
    assert "nested more than" in str(not_written([nested(MAX_DEPTH)]))
    deeper = json.dumps(nested(MAX_DEPTH + 1), separators=(",", ":")).encode()
    assert "nested more than" in str(refused(deeper))


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 50_000 + b"]" * 50_000])
def test_very_deep_bytes_are_refused_too(data: bytes) -> None:
    assert "nested more than" in str(refused(data))


def test_a_value_that_holds_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    assert "nested more than" in str(not_written(value))


def test_many_brackets_side_by_side_are_no_depth() -> None:
    value = [{"a": "b"}] * 100
    assert decode(encode(value)) == value


def test_size_has_a_limit() -> None:
    longest = "a" * (MAX_BYTES - 2)
    assert decode(encode(longest)) == longest
    assert "are not written" in str(not_written(longest + "a"))
    assert "are not read" in str(refused(b'"' + longest.encode() + b'a"'))


def test_the_word_null_is_a_text_like_any_other() -> None:
    assert decode(encode({"null": "null"})) == {"null": "null"}


def test_digest_is_sha_256() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert len(digest(encode(BALLOT))) == 64
