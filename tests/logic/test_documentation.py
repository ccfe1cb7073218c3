"""The language reference says what the language does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sekisho.errors import ExpressionError
from sekisho.logic.evaluator import evaluate
from sekisho.logic.parser import parse
from sekisho.logic.truth import Truth
from sekisho.logic.values import Fact, Type

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "expressions.md").read_text(encoding="utf-8")
SCHEMA = {
    "physical_qubits": Type.NUMBER,
    "cnot_error": Type.NUMBER,
    "maximum_range": Type.NUMBER,
    "architecture": Type.TEXT,
    "single_use": Type.FLAG,
}
RULE = re.findall(r"```sql\n(.*?)\n```", PAGE, re.DOTALL)[0]
EXAMPLES = re.findall(r"^\| [a-z ?]+ \| `([^`]+)` \| ", PAGE, re.MULTILINE)
REFUSED = re.findall(r"^\| `([^`]+)` \| (\d+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
TRACES = [block.splitlines() for block in re.findall(r"```text\n(.*?)\n```", PAGE, re.DOTALL)]


@pytest.mark.parametrize("text", [RULE, *EXAMPLES])
def test_what_can_be_written(text: str) -> None:
    assert parse(text, SCHEMA)


@pytest.mark.parametrize(("text", "column", "message"), REFUSED)
def test_what_is_refused(text: str, column: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, SCHEMA)
    assert caught.value.message.endswith(message)
    assert caught.value.column == int(column)


@pytest.mark.parametrize(
    ("facts", "lines"), [({"physical_qubits": 72.0}, TRACES[0]), ({"physical_qubits": 20.0}, TRACES[1])]
)
def test_reasons_and_questions(facts: dict[str, Fact], lines: list[str]) -> None:
    found = evaluate(parse(RULE, SCHEMA), facts)
    needs = f", needs {', '.join(found.need)}" if found.need else ""
    assert [found.truth.value + needs, *found.trace] == lines


def test_the_table_of_kleene() -> None:
    words = {truth.value: truth for truth in Truth}
    rows = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| (yes|no|unknown) \|", line)]
    assert len(rows) == 6
    for row in rows:
        a, b, both, either, opposite = (words[word] for word in row)
        assert (a & b, b & a, a | b, b | a, ~a) == (both, both, either, either, opposite)


def test_the_examples_were_found() -> None:
    assert len(EXAMPLES) == 9
    assert len(REFUSED) == 18
