"""Files become trees of texts, and nothing is guessed or hidden on the way."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.errors import DocumentError, MissingError
from sekisho.terms.document import MAX_DEPTH, MAX_NODES, MAX_PATH, Node, read_bytes, read_document, read_file

Json = dict[str, "Json"] | list["Json"] | str | bool | float | None


def doc(text: str | bytes, file: str = "t.yaml") -> Node:
    return read_document(text.encode() if isinstance(text, str) else text, file)


def refused(text: str | bytes, file: str = "t.yaml") -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        doc(text, file)
    error = caught.value
    assert error.file == file
    assert error.line is not None
    assert error.exit_status == 2
    return error


SPELLINGS = """4E906 3E002 9e-5 NO no yes 8471.50 1_000 0x10 0o17 12:30:45 2024-09-06 true .inf = 007 1e400 +1
2024-09-06T00:00:00Z 1,000 5% n/a"""


@pytest.mark.parametrize("text", SPELLINGS.split())
def test_a_plain_scalar_keeps_its_spelling(text: str) -> None:
    assert doc(f"key: {text}\n").plain() == {"key": text}
    assert doc(f"- {text}\n").texts() == (text,)


@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL", "", "   # a comment"])
def test_a_plain_null_is_no_value(text: str) -> None:
    node = doc(f"key: {text}\nother: 1\n")
    assert node.plain() == {"key": None, "other": "1"}
    assert node.get("key") is None


@pytest.mark.parametrize("text", ['"null"', "'~'", '"NULL"', '"4E906"', "|-\n  null"])
def test_a_quoted_null_is_a_text(text: str) -> None:
    assert doc(f"key: {text}\n").require("key").text() in {"null", "~", "NULL", "4E906"}


def test_every_value_knows_its_line_column_and_path() -> None:
    node = doc("# first\nitems:\n  - kind: computer\n    parameters: {cnot_error: 9e-5, 'odd key': [1, x]}\n")
    parameters = node.require("items").sequence()[0].require("parameters")
    error = parameters.require("cnot_error")
    assert (error.line, error.column, error.path) == (4, 30, "items[0].parameters.cnot_error")
    assert (error.key_line, error.key_column, error.file) == (4, 18, "t.yaml")
    odd = parameters.require("odd key").sequence()[1]
    assert (odd.line, odd.path, odd.key_line) == (4, "items[0].parameters['odd key'][1]", None)
    assert (node.line, node.column, node.path) == (2, 1, "")


def test_json_gives_the_same_tree_as_yaml() -> None:
    text = '{"a": [1.50, -9e-5, 4E9, true, false, null, "x"],\n "b": {}, "c": [], "d": "\\ud83d\\ude00\\n"}'
    node = doc(text, "t.JSON")
    assert node.plain() == {
        "a": ["1.50", "-9e-5", "4E9", "true", "false", None, "x"],
        "b": {},
        "c": [],
        "d": "😀\n",
    }
    last = node.require("a").sequence()[6]
    assert (last.line, last.column, last.path) == (1, 45, "a[6]")
    empty = node.require("b")
    assert (empty.line, empty.column, empty.key_line, empty.key_column) == (2, 7, 2, 2)


def test_json_with_tabs_and_windows_line_ends() -> None:
    node = doc('\ufeff{\r\n\t"a":\t1,\r\n\t"b": [\r\n\t]\r\n}\r\n', "t.json")
    assert node.plain() == {"a": "1", "b": []}
    assert (node.require("b").line, node.require("b").column) == (3, 7)


def test_json_with_a_line_separator_in_a_string() -> None:
    assert doc('{"a": "x\u2028y",\n"b": 1}', "t.json").require("b").line == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,}', "a name in double quotes expected, found '}'"),
        ('{"a": 1', "a comma or '}' expected, the file ends"),
        ('{"a"', "a colon expected, the file ends"),
        ('{"a" 1}', "a colon expected, found '1'"),
        ("{a: 1}", "a name in double quotes expected, found 'a'"),
        ("[1, 2", "a comma or ']' expected, the file ends"),
        ("[1, 2}", "a comma or ']' expected, found '}'"),
        ("[1,]", "a value expected, found ']'"),
        ("[01]", "a comma or ']' expected, found '1'"),
        ("[1.]", "a comma or ']' expected, found '.'"),
        ("[.5]", "a value expected, found '.'"),
        ("[+5]", "a value expected, found '+'"),
        ("[NaN]", "a value expected, found 'N'"),
        ("[Infinity]", "a value expected, found 'I'"),
        ("[truex]", "a comma or ']' expected, found 'x'"),
        ("{} {}", "the end of the file expected, found '{'"),
        ('["a', "Unterminated string"),
        ('["a\tb"]', "Invalid control character"),
        ('["\\x41"]', "Invalid \\escape"),
        ('["\\ud83d"]', "half of a surrogate pair"),
        ("'a'", "a value expected"),
        ("// comment\n{}", "a value expected"),
    ],
)
def test_broken_json_is_refused_where_it_breaks(text: str, message: str) -> None:
    error = refused(text, "t.json")
    assert message in error.message
    assert error.column is not None


def test_the_place_of_broken_json() -> None:
    error = refused('{"a": 1,\n "b": oops}', "t.json")
    assert (error.line, error.column) == (2, 7)


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a: 1\nb: 2\na: 3\n", "the key 'a' stands twice, first on line 1", 3),
        ("x:\n  - {a: 1, b: 2}\n  - {a: 1, 'a': 2}\n", "stands twice", 3),
        ("a: 1\n? a\n: 2\n", "stands twice", 2),
        ("base: {a: 1}\nb:\n  <<: {a: 2}\n", "merge keys", 3),
        ("a: !!python/object:os.system x\n", "tags are not read", 1),
        ("a: !!str 1\n", "tags are not read", 1),
        ("a: ! 1\n", "tags are not read", 1),
        ("!mine {a: 1}\n", "tags are not read", 1),
        ("a: &x [1]\nb: *x\n", "anchors and aliases", 1),
        ("a: &x 1\n", "anchors and aliases", 1),
        ("a: *x\n", "anchors and aliases", 1),
        ("a: 1\n---\nb: 2\n", "second document", 2),
        ("a: 1\n...\n---\n", "second document", 3),
        ("%YAML 1.1\n---\na: 1\n", "directives", 1),
        ("%TAG ! tag:example.org,2000:\n---\na: 1\n", "directives", 1),
        ("? [a, b]\n: 1\n", "a key must be a text", 1),
        ("~: 1\n", "a key must be a text", 1),
        ("'': 1\n", "a key must be a text", 1),
        ("a: 1\n b: 2\n", "not readable as YAML", 2),
        ("a: [1, 2\n", "not readable as YAML", 2),
        ("a: 'x\n", "not readable as YAML", 2),
        ("a: x: y\n", "not readable as YAML", 1),
        ("a: @x\n", "not readable as YAML", 1),
        ("a: 1\nb: \x07\n", "U+0007", 2),
        ("# hidden\u2028kind: computer\n", "U+2028", 1),
        ("a: x\x85b: 2\n", "U+0085", 1),
    ],
)
def test_what_a_file_may_not_hold(text: str, message: str, line: int) -> None:
    error = refused(text)
    assert message in str(error)
    assert error.line == line


def test_a_quoted_merge_key_is_a_key() -> None:
    assert doc("'<<': 1\n").plain() == {"<<": "1"}
    assert doc('{"<<": 1}', "t.json").plain() == {"<<": "1"}


def test_duplicate_keys_in_json() -> None:
    error = refused('{"a": 1,\n "b": {"c": 1,\n "c": 2}}', "t.json")
    assert error.message == "the key 'c' stands twice, first on line 2"
    assert (error.line, error.place) == (3, "b")


def test_tabs() -> None:
    error = refused("a:\n\tb: 1\n")
    assert error.line == 2
    assert error.remedy == "indent with blanks, never with tabs"
    assert refused("a: 'x").remedy is None
    assert doc("a:\t1\n").plain() == {"a": "1"}


@pytest.mark.parametrize("text", ["", "   \n\n", "# comment\n", "---\n", "~\n", "null", "\ufeff", "--- # none\n"])
def test_an_empty_file(text: str) -> None:
    assert refused(text).message == "the file is empty"


@pytest.mark.parametrize("text", ["", " \n\t ", "null"])
def test_an_empty_json_file(text: str) -> None:
    assert refused(text, "t.json").message == "the file is empty"


def test_empty_collections_are_not_empty_files() -> None:
    assert doc("{}").plain() == {}
    assert doc("[]").plain() == []


@pytest.mark.parametrize("file", ["t.yaml", "t.json"])
@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary", 3),
        (b"a: 1\x00", "binary", 1),
        ("a: 1".encode("utf-16"), "UTF-16", 1),
        ("a: 1".encode("utf-16-le"), "binary", 1),
        (b"a: 1\nb: \xff\n", "not in UTF-8", 2),
        (b"\xef\xbb\xbfa: 1\nb: \xff\n", "not in UTF-8", 2),
        ("a: é".encode("latin-1"), "not in UTF-8", 1),
        (b"a: \xed\xa0\x80", "not in UTF-8", 1),
        ("名: 値".encode("shift-jis"), "not in UTF-8", 1),
    ],
)
def test_bytes_that_are_no_text(data: bytes, message: str, line: int, file: str) -> None:
    error = refused(data, file)
    assert message in error.message
    assert error.line == line


def test_a_byte_order_mark_and_windows_line_ends() -> None:
    node = doc(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - x\r\n")
    assert node.plain() == {"a": "1", "b": ["x"]}
    assert (node.column, node.require("b").sequence()[0].line) == (1, 3)


@pytest.mark.parametrize("file", ["t.yaml", "t.json"])
@pytest.mark.parametrize("text", ["[" * 10_000, '{"a":' * 10_000, "[" * 10_000 + "]" * 10_000])
def test_deep_nesting_is_one_clear_error(text: str, file: str) -> None:
    error = refused(text, file)
    assert error.message == f"the file is nested more than {MAX_DEPTH} deep"


def test_deep_block_nesting() -> None:
    text = "\n".join(" " * depth + "a:" for depth in range(10_000))
    assert "nested" in refused(text).message
    assert "nested" in refused("- " * 10_000 + "x").message


def test_the_deepest_nesting_that_is_read() -> None:
    assert doc("[" * MAX_DEPTH + "]" * MAX_DEPTH).plain() != []


@pytest.mark.parametrize("file", ["t.yaml", "t.json"])
def test_a_file_of_very_many_values(file: str) -> None:
    error = refused("[" + "1," * (MAX_NODES + 1) + "1]", file)
    assert error.message == "the file holds more than 200,000 values"


def test_a_yaml_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = 'a: &a ["lol", "lol"]\n'
    for before, name in itertools.pairwise("abcdefghi"):
        bomb += f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n"
    assert refused(bomb).line == 1


def test_long_keys_do_not_make_long_paths() -> None:
    node = doc("\n".join("  " * depth + "k" * 79 + ":" for depth in range(30)) + " x\n")
    for _ in range(30):
        (node,) = node.mapping().values()
    assert len(node.path) < MAX_PATH + 100


def test_a_scalar_alone_is_a_document() -> None:
    assert doc("hello\n").text() == "hello"
    assert doc("4E906", "t.json.yaml").text() == "4E906"
    with pytest.raises(DocumentError, match="a mapping"):
        doc('"hello"', "t.json").mapping()


def test_a_helper_refuses_another_shape() -> None:
    node = doc("text: x\nblank: ' '\nnothing:\nlist: [a]\nmap: {a: 1}\nflag: true\nno: 'NO'\n")
    for key, helper, message in [
        ("text", Node.mapping, "a mapping (key: value) is expected here, not 'x'"),
        ("text", Node.sequence, "a list is expected here, not 'x'"),
        ("nothing", Node.mapping, "a mapping (key: value) is expected here, not nothing"),
        ("nothing", Node.texts, "a text is expected here, not nothing"),
        ("list", Node.text, "a text is expected here, not a list"),
        ("map", Node.optional_text, "a text is expected here, not a mapping"),
        ("blank", Node.text, "a text is expected here, not an empty text"),
        ("no", Node.flag, "true or false is expected here, not 'NO'"),
        ("list", Node.number, "a number is expected here, not a list"),
        ("text", Node.number, "'x' is not a number"),
        ("map", Node.date, "a date is expected here, not a mapping"),
        ("text", Node.date, "'x' is not a date"),
    ]:
        with pytest.raises(DocumentError) as caught:
            helper(node.mapping()[key])
        assert caught.value.message == message
        assert caught.value.place == key
        assert (caught.value.file, caught.value.line) == ("t.yaml", node.mapping()[key].line)


def test_helpers() -> None:
    node = doc("t: x\nb: ' '\nn:\nl: [a, '9']\ny: true\nf: false\nd: 2024-09-06\nx: 9e-5\ne: []\n")
    assert node.require("t").text() == "x"
    assert node.require("t").optional_text() == "x"
    assert node.require("b").optional_text() is None
    assert node.mapping()["n"].optional_text() is None
    assert node.require("l").texts() == ("a", "9")
    assert node.require("t").texts() == ("x",)
    assert node.require("e").texts() == ()
    assert node.require("y").flag() is True
    assert node.require("f").flag() is False
    assert node.require("d").date() == dt.date(2024, 9, 6)
    assert node.require("x").number() == 9e-5
    assert node.get("absent") is None


def test_missing_and_empty_keys() -> None:
    node = doc("a: {b: }\n")
    with pytest.raises(DocumentError, match="the key 'c' is missing") as caught:
        node.require("a").require("c")
    assert caught.value.place == "a"
    with pytest.raises(DocumentError, match="the key 'b' has no value") as caught:
        node.require("a").require("b")
    assert caught.value.place == "a.b"
    with pytest.raises(DocumentError) as caught:
        node.require("c")
    assert caught.value.place is None


def test_unknown_keys_name_the_line_of_the_key() -> None:
    node = doc("a: 1\nparamters:\n  x: 1\n")
    node.only(["a", "paramters"])
    with pytest.raises(DocumentError) as caught:
        node.only(["a", "parameters"])
    assert (caught.value.line, caught.value.column) == (2, 1)
    assert caught.value.message == "unknown key 'paramters'"
    assert caught.value.remedy == "did you mean 'parameters'?"
    with pytest.raises(DocumentError) as caught:
        node.only(["a", "zzz"])
    assert caught.value.remedy == "known keys: a, zzz"


def test_the_pure_parser_serves_where_the_c_parser_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CBaseLoader")
    assert doc("a: [4E906, ~, 'null']\n").plain() == {"a": ["4E906", None, "null"]}
    assert "nested" in refused("[" * 10_000).message
    assert "not readable as YAML" in refused("a: 'x").message


def test_files(tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text("a: 1\n", encoding="utf-8")
    assert read_file(good).plain() == {"a": "1"}
    assert read_file(good).file == str(good)
    with pytest.raises(DocumentError, match="more than 4 are not read"):
        read_file(good, limit=4)
    with pytest.raises(MissingError, match="does not exist"):
        read_file(tmp_path / "absent.yaml")
    with pytest.raises(MissingError, match="is not a file"):
        read_file(tmp_path)
    with pytest.raises(MissingError, match="cannot be read"):
        read_file(tmp_path / ("x" * 5_000))


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    with pytest.raises(MissingError, match="is not a file"):
        read_file(pipe)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    with large.open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(DocumentError, match="100,000,000 bytes") as caught:
        read_file(large)
    assert caught.value.file == str(large)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs a file whose size the system does not state")
def test_a_file_larger_than_it_says(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="has more than 3 bytes"):
        read_bytes(Path("/proc/self/status"), 3)


_SCALARS = st.none() | st.booleans() | st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.integers()
_JSON: st.SearchStrategy[Json] = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4)
)


def _as_texts(value: Json, spell: Callable[[object], str]) -> object:
    if isinstance(value, dict):
        return {key: _as_texts(inner, spell) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_texts(inner, spell) for inner in value]
    return value if value is None or isinstance(value, str) else spell(value)


@given(_JSON.filter(lambda value: value is not None), st.booleans(), st.sampled_from([None, 1]))
def test_json_means_what_the_standard_library_says(value: Json, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert doc(text, "t.json").plain() == _as_texts(value, json.dumps)


@given(st.text(st.sampled_from('{}[]:," \\u0x1e.-+atrufn\n'), max_size=12))
@settings(max_examples=500)
def test_json_is_accepted_only_where_the_standard_library_accepts(text: str) -> None:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        with pytest.raises(DocumentError):
            doc(text, "t.json")


@given(st.binary(max_size=60), st.sampled_from(["t.yaml", "t.json"]))
def test_bytes_give_a_tree_or_one_error_of_ours(data: bytes, file: str) -> None:
    try:
        line: int | None = doc(data, file).line
    except DocumentError as error:
        line = error.line
    assert line is not None
    assert line <= data.count(b"\n") + data.count(b"\r") + 2


@given(st.text(st.sampled_from("ab:-#'\"[]{}|>&*!%@~? \n\t,"), max_size=25))
@settings(max_examples=500)
def test_yaml_is_read_as_the_library_reads_it_or_refused(text: str) -> None:
    try:
        mine = doc(text).plain()
    except DocumentError:
        return
    assert _denulled(mine) == _denulled(yaml.load(text, Loader=yaml.CBaseLoader))


def _denulled(value: object) -> object:
    if isinstance(value, dict):
        return {key: _denulled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_denulled(inner) for inner in value]
    return None if value in {"", "~"} else value
