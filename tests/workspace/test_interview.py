"""An interview that is kept after every answer, broken off, taken up, and refused where it would destroy a file."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sekisho.errors import DocumentError, Error, InputError, QuantityError, VocabularyError
from sekisho.workspace.classify import classify_file
from sekisho.workspace.interview import Session, open_session

LISTS = ["us-ccl", "eu-annex-i"]
DATE = "2026-07-23"


def session(path: Path, kind: str | None = "quantum_computer") -> Session:
    return open_session(path, kind=kind, lists=LISTS, date=DATE)


def test_from_the_first_question_to_the_last(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    talk = session(path)
    known = {"architecture": "gate", "physical_qubits": "72", "cnot_error": "0.009 %"}
    order = []
    while (ask := talk.next()) is not None:
        order.append(ask.parameter.name)
        talk.answer(ask.parameter.name, known[ask.parameter.name])
    assert sorted(order) == sorted(known)
    state = talk.state()
    assert state["question"] is None
    assert state["met"] == ["us-ccl:4A906.a.1", "eu-annex-i:4A506.a.1"]
    assert state["open"] == []
    found = classify_file(path, lists=LISTS, date=DATE)
    assert [one["entry"] for one in found["classifications"] if one["verdict"] == "yes"] == ["4A906.a.1", "4A506.a.1"]


def test_what_no_longer_matters_is_said(tmp_path: Path) -> None:
    talk = session(tmp_path / "machine.json")
    talk.answer("architecture", "annealing")
    assert talk.dropped == ("cnot_error", "physical_qubits")
    assert talk.next() is None


def test_taken_up_where_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    talk = session(path)
    talk.answer("physical_qubits", "72 qubits")
    talk.skip("cnot_error")
    again = open_session(path)
    assert again.given == {"physical_qubits": "72 qubits"}
    assert again.skipped == ["cnot_error"]
    assert again.item.parameters == {"physical_qubits": 72.0}
    assert [one.id for one in again.interview.lists] == LISTS
    assert again.interview.on.isoformat() == DATE
    ask = again.next()
    assert ask is not None
    assert ask.parameter.name == "architecture"


def test_back_takes_back_answers_and_skips(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    talk = session(path)
    talk.answer("physical_qubits", "72")
    talk.skip("cnot_error")
    talk.skip("cnot_error")
    assert talk.back() == "cnot_error"
    assert talk.back() == "physical_qubits"
    assert talk.back() is None
    assert json.loads(path.read_text())["parameters"] == {}
    talk.answer("physical_qubits", "72")
    later = open_session(path)
    assert later.back() == "physical_qubits"


def test_an_answer_after_a_skip_counts(tmp_path: Path) -> None:
    talk = session(tmp_path / "machine.json")
    talk.skip("cnot_error")
    talk.answer("cnot_error", "1e-4")
    assert talk.skipped == []


def test_codes_are_written_with_commas(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    talk = session(path, "electronic_assembly")
    talk.answer("contains_item", "3A090.a, eu-annex-i:3A501.a.16")
    assert json.loads(path.read_text())["parameters"]["contains_item"] == ["3A090.a", "eu-annex-i:3A501.a.16"]
    assert open_session(path).given == talk.given
    talk.answer("contains_item", "none")
    assert json.loads(path.read_text())["parameters"]["contains_item"] == "none"


def test_several_values_are_written_with_commas(tmp_path: Path) -> None:
    path = tmp_path / "paper.json"
    talk = session(path, "technology")
    talk.answer("technology_activity", "production, use")
    assert sorted(json.loads(path.read_text())["parameters"]["technology_activity"]) == ["production", "use"]
    assert open_session(path).given == talk.given
    talk.answer("technology_activity", "development")
    assert json.loads(path.read_text())["parameters"]["technology_activity"] == "development"


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("physical_qubits", "many", QuantityError),
        ("physical_qubits", "72 K", QuantityError),
        ("physical_qubits", "-1", Error),
        ("architecture", "quantum", DocumentError),
        ("architecture", "  ", DocumentError),
        ("qubitz", "72", VocabularyError),
        ("qubit_array", "perhaps", DocumentError),
        ("contains_item", "not a code!", DocumentError),
    ],
)
def test_an_answer_that_cannot_be_is_not_kept(name: str, text: str, error: type[Error], tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    talk = session(path)
    talk.save()
    before = path.read_bytes()
    with pytest.raises(error):
        talk.answer(name, text)
    assert path.read_bytes() == before


def test_a_file_of_the_user_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "machine.yaml"
    path.write_text("kind: quantum_computer  # mine\n")
    with pytest.raises(InputError, match="not written by an interview"):
        session(path)
    assert path.read_text() == "kind: quantum_computer  # mine\n"


@pytest.mark.parametrize(
    ("kind", "message"), [(None, "begins with the kind"), ("quantum_compuder", "no entry knows the kind")]
)
def test_it_begins_with_a_kind(kind: str | None, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        session(tmp_path / "new.json", kind)
    assert not (tmp_path / "new.json").exists()


def test_another_kind_is_another_interview(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    session(path).save()
    with pytest.raises(InputError, match="is about quantum_computer"):
        session(path, "qubit_device")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    talk = session(tmp_path / "nowhere" / "machine.json")
    with pytest.raises(InputError, match="cannot be kept"):
        talk.answer("physical_qubits", "72")


def test_a_killed_interview_leaves_a_whole_file(tmp_path: Path) -> None:
    """A process that answers on and on is killed; the file is the one before or after some answer."""
    path = tmp_path / "machine.json"
    session(path).save()
    program = (
        "import sys; from pathlib import Path; from sekisho.workspace.interview import open_session\n"
        "talk = open_session(Path(sys.argv[1]))\n"
        "n = 0\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    n += 1; talk.answer('physical_qubits', str(n))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(0.1)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert float(open_session(path).item.parameters["physical_qubits"]) >= 1  # type: ignore[arg-type]
