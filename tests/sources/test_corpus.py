"""Small files that once went through, or could have, with something missing: each is refused or has an unread row."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from sekisho.errors import DocumentError, SourceError
from sekisho.sources.reading import Reading
from sekisho.sources.registry import card, read_records, read_source

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("*/*"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_goes_in_silence(path: Path) -> None:
    one = dataclasses.replace(card(path.parent.name), least=1)
    with pytest.raises((SourceError, DocumentError)) as refused:
        read_source(one, path.read_bytes(), path.name)
    assert refused.value.file
    assert refused.value.message


def test_a_row_that_is_unread_keeps_the_others() -> None:
    path = CORPUS / "us-csl" / "row-with-a-cell-too-many-2026-01-02.csv"
    reading = Reading(path.name)
    with path.open("rb") as stream:
        found = list(read_records(card("us-csl"), stream, reading))
    assert reading.unread_rows == 1
    assert found
