"""The error tree: one root, one code a class, and messages that say where."""

from __future__ import annotations

import copy
import pickle

import pytest

from sekisho import errors
from sekisho.errors import Error, InputError, InternalError

CLASSES = sorted(
    (found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, Error)),
    key=lambda found: found.__name__,
)


def test_every_class_has_a_code_of_its_own() -> None:
    codes = [found.code for found in CLASSES]
    assert len(set(codes)) == len(codes)


def test_the_drawing_shows_every_class() -> None:
    drawing = errors.__doc__ or ""
    assert [found.__name__ for found in CLASSES if f"{found.__name__} " not in drawing] == []


@pytest.mark.parametrize("found", CLASSES)
def test_the_exit_status_says_whose_fault_it_is(found: type[Error]) -> None:
    assert found.exit_status == (2 if issubclass(found, InputError) else 1)
    assert issubclass(found, InputError) or found in {Error, InternalError}


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({}, "wrong"),
        ({"file": "t.yaml"}, "t.yaml: wrong"),
        ({"file": "t.yaml", "line": 4}, "t.yaml:4: wrong"),
        ({"file": "t.yaml", "line": 4, "column": 2}, "t.yaml:4:2: wrong"),
        ({"place": "items[0]"}, "items[0]: wrong"),
        ({"remedy": "do it"}, "wrong (do it)"),
        ({"file": "t.yaml", "line": 4, "place": "items[0]", "remedy": "do it"}, "t.yaml:4: items[0]: wrong (do it)"),
    ],
)
def test_the_text_says_where_and_what_to_do(known: dict[str, object], text: str) -> None:
    error = Error("wrong", **known)  # type: ignore[arg-type]
    assert str(error) == text
    assert error.as_json() == {"code": "error", "message": "wrong", **known}


def test_gaps_are_filled_and_nothing_known_is_overwritten() -> None:
    first = errors.QuantityError("wrong", line=4)
    second = first.located(file="t.yaml", line=9, column=2, place="a.b", remedy="do it")
    assert isinstance(second, errors.QuantityError)
    assert str(second) == "t.yaml:4:2: a.b: wrong (do it)"
    assert str(first) == "4: wrong"
    third = second.located(file="x", line=1, column=1, place="x", remedy="x")
    assert third.as_json() == second.as_json()
    assert second.located().as_json() == second.as_json()


def test_errors_can_be_copied_and_sent_to_another_process() -> None:
    error = errors.PlaceError("wrong", file="t.yaml", line=3, remedy="do it")
    for other in (copy.copy(error), pickle.loads(pickle.dumps(error))):
        assert other.as_json() == error.as_json()
        assert str(other) == str(error)
