"""Edition folders as ``sekisho sync`` keeps them: read, compiled once, refused when damaged, decided on and replayed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sekisho.errors import DocumentError, InputError
from sekisho.workspace import framework as module
from sekisho.workspace.check import Checked, check_file
from sekisho.workspace.classify import classify_file
from sekisho.workspace.framework import Kept, compile_entries, framework_of, kept_row, load_frameworks
from sekisho.workspace.record import replay_file, write_record
from sekisho.workspace.rulebook import open_rulebook
from tests.licensing.samples import DAY
from tests.workspace import kept

SALE = """
date: {date}
kind: export
means: physical
exporter: {{name: Example Exporter, jurisdiction: {place}}}
ship_from: {place}
destination: CN
parties: [{{role: end_user, name: Example Works, country: CN}}]
items:
  - kind: quantum_computer
    parameters: {{architecture: analog, {qubits}educational: false}}
"""


def sale(folder: Path, place: str = "JP", qubits: int | None = 600, date: str = "2026-07-23") -> Path:
    path = folder / "sale.yaml"
    said = "" if qubits is None else f"physical_qubits: {qubits}, "
    path.write_text(SALE.format(place=place, qubits=said, date=date), encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    found = tmp_path / "workspace"
    found.mkdir()
    return found


def check(workspace: Path, path: Path) -> Checked:
    return check_file(path, workspace=workspace, as_of="2026-07-23")


def test_no_workspace_and_none_kept(workspace: Path) -> None:
    assert load_frameworks(None, open_rulebook()) == ()
    assert load_frameworks(workspace, open_rulebook()) == ()


def test_everything_of_a_state_is_read(workspace: Path) -> None:
    folder = kept.write(
        workspace,
        kept.state(
            kept.all_rows(until="2029-06-01", effective="2026-08-01"),
            [kept.gone("3A999", "2026-07-01", "expired", b"other"), kept.gone("4A801.a", "2026-06-20", "amended", b"older")],
            [kept.transposition("4A801.a"), kept.equivalence("4A801.a")],
        ),
    )
    (found,) = load_frameworks(workspace, open_rulebook())
    one = found.list
    assert (one.framework, one.size, one.members, one.root) == ("five-states", 12, ("DE", "JP", "US"), kept.ROOT)
    assert one.entries["4A801.a"].text == "Example 4A801.a"
    assert [(row.code, row.gone, bool(row.unread)) for row in one.gone] == [
        ("3A999", "expired", True),
        ("4A801.a", "amended", True),
    ]
    assert [act.members for act in one.transpositions] == [("JP",)]
    assert [act.by for act in one.equivalences] == ["US"]
    assert list(folder.glob("compiled-*.json"))
    shown = kept_row(one, DAY)
    assert (shown["age_days"], shown["entries"], shown["unread"], shown["stale"]) == (3, 3, 0, "")


def test_the_compiled_form_gives_the_same_list_and_is_read(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = kept.write(workspace, kept.state(kept.all_rows(), acts=[kept.transposition("4A801.a")]))
    compile_entries(folder, open_rulebook())
    path = sale(workspace)
    first = check(workspace, path).answer
    with monkeypatch.context() as patched:
        patched.setattr(module, "_compiled", lambda *_: pytest.fail("compiled again"))
        assert check(workspace, path).answer == first
    (cache,) = folder.glob("compiled-*.json")
    cache.write_bytes(cache.read_bytes()[:-9])
    assert check(workspace, path).answer == first


def test_a_folder_that_cannot_be_written_is_read_all_the_same(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    kept.write(workspace, kept.state(kept.all_rows()))
    monkeypatch.setattr("sekisho.workspace.rulebook.write_atomically", refuse)
    assert len(load_frameworks(workspace, open_rulebook())) == 1


def test_an_entry_of_a_newer_language_is_an_advisory_row(workspace: Path) -> None:
    newer = b"code: 4A999\nfield: quantum\nshape: round\n"
    other = kept.ENTRIES["4A801.b"]
    rows = [kept.row("4A999", newer), kept.row("4A998", other), kept.row("4A801.a")]
    kept.write(workspace, kept.state(rows), {"4A999": newer, "4A998": other, "4A801.a": kept.ENTRIES["4A801.a"]})
    found = check(workspace, sale(workspace, qubits=10)).answer["advisory"]
    assert [(one["entry"], one["verdict"]) for one in found] == [("4A998", "unknown"), ("4A999", "unknown")]
    assert "cannot read the entry" in found[1]["reason"]
    assert "it is the file of 4A801.b" in found[0]["reason"]


def test_the_rule_of_an_entry_that_went_is_run_where_it_is_kept(workspace: Path) -> None:
    rows = [kept.row("4A801.b"), kept.row("4E801")]
    kept.write(workspace, kept.state(rows, [kept.gone("4A801.a")], [kept.transposition("4A801.a")]))
    (found,) = load_frameworks(workspace, open_rulebook())
    assert found.list.gone[0].unread == ""
    assert check(workspace, sale(workspace, qubits=10)).answer == _without_acts(workspace)


def _without_acts(workspace: Path) -> Any:
    """Return the answer to the same sale; only the reason that no entry is met is there besides."""
    answer = check(workspace, sale(workspace, qubits=10)).answer
    steps = [one for leg in answer["determinations"] for one in leg["steps"] if one["rule"] == "act for the framework"]
    assert [one["applies"] for one in steps] == ["no"]
    return answer


def _break_current(home: Path, folder: Path) -> None:
    (home / "current").write_text("../elsewhere", encoding="utf-8")


def _lose_edition(home: Path, folder: Path) -> None:
    (home / "current").write_text("13-bbbbbbbbbbbb", encoding="utf-8")


def _unreadable_current(home: Path, folder: Path) -> None:
    (home / "current").write_bytes(b"\xff\xfe")


def _other_root(home: Path, folder: Path) -> None:
    (home / "root").write_text("0" * 64, encoding="utf-8")


def _no_root(home: Path, folder: Path) -> None:
    (home / "root").unlink()


def _no_entry(home: Path, folder: Path) -> None:
    (folder / "entries" / "4E801.yaml").unlink()


def _other_entry(home: Path, folder: Path) -> None:
    with (folder / "entries" / "4E801.yaml").open("ab") as stream:
        stream.write(b"# changed\n")


def _no_json(home: Path, folder: Path) -> None:
    (folder / "state.json").write_bytes(b"[")


def _state(**facts: Any) -> Callable[[Path, Path], None]:
    def change(home: Path, folder: Path) -> None:
        body = json.loads((folder / "state.json").read_bytes())
        for name, value in facts.items():
            if value is None:
                del body[name]
            else:
                body[name] = value
        (folder / "state.json").write_bytes(kept.encode(body))

    return change


def _not_canonical(home: Path, folder: Path) -> None:
    path = folder / "state.json"
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize(
    "damage",
    [
        _break_current,
        _lose_edition,
        _unreadable_current,
        _other_root,
        _no_root,
        _no_entry,
        _other_entry,
        _no_json,
        _not_canonical,
        _state(framework="other"),
        _state(framework=None),
        _state(size="13"),
        _state(acts=None),
        _state(members="x", checkpoint="yesterday"),
        _state(format="sekisho/framework-state/2"),
        _state(acts=[{"digest": "d" * 64, "body": {"members": []}}]),
        _state(entries=["x"]),
        _state(gone=[{"code": "4A801.a"}]),
    ],
)
@pytest.mark.parametrize("warm", [False, True])
def test_a_damaged_folder_is_one_error_and_never_a_list_that_is_missing(
    workspace: Path, damage: Callable[[Path, Path], None], warm: bool
) -> None:
    folder = kept.write(workspace, kept.state(kept.all_rows(), acts=[kept.transposition("4A801.a")]))
    if warm:
        compile_entries(folder, open_rulebook())
    damage(folder.parent, folder)
    with pytest.raises(DocumentError, match="the kept list of a framework is damaged") as caught:
        check(workspace, sale(workspace))
    assert caught.value.remedy == "run `sekisho sync` again"
    assert caught.value.file


def test_an_adopted_entry_is_no_law_until_a_member_makes_it_law(workspace: Path) -> None:
    path = sale(workspace)
    plain = check(workspace, path)
    kept.write(workspace, kept.state(kept.all_rows()))
    advised = check(workspace, path)
    assert [one["entry"] for one in advised.answer["advisory"]] == ["4A801.a"]
    assert advised.exit_status == plain.exit_status
    for key in plain.answer:
        if key not in {"advisory", "provenance"}:
            assert advised.answer[key] == plain.answer[key]
    assert {name: advised.answer["provenance"]["lists"][-1][name] for name in ("id", "jurisdiction", "edition")} == {
        "id": "framework",
        "jurisdiction": "five-states",
        "edition": kept.EDITION,
    }
    kept.write(workspace, kept.state(kept.all_rows(), acts=[kept.transposition("4A801.a")]))
    told = check(workspace, path).answer
    japan = next(leg for leg in told["determinations"] if leg["jurisdiction"] == "JP")
    assert [one["entry"] for one in japan["requirements"]] == ["N-4A801.a"]
    assert japan["outcome"] == "licence_required"


def test_a_missing_parameter_of_an_advisory_is_asked_there_only(workspace: Path) -> None:
    path = sale(workspace, place="AU", qubits=None)
    plain = check(workspace, path).answer["questions"]
    kept.write(workspace, kept.state(kept.all_rows()))
    answer = check(workspace, path).answer
    assert [(one["verdict"], one["need"]) for one in answer["advisory"]] == [("unknown", ["physical_qubits"])]
    assert answer["questions"] == plain


def test_classify_shows_the_list(workspace: Path) -> None:
    kept.write(workspace, kept.state(kept.all_rows()))
    item = workspace / "item.yaml"
    item.write_text("kind: quantum_computer\nparameters: {architecture: analog, physical_qubits: 600}\n", encoding="utf-8")
    for lists in ([], ["framework"], ["framework", "us-ccl"]):
        answer = classify_file(item, lists=lists, date="2026-07-23", workspace=workspace)
        assert [(one["entry"], one["need"]) for one in answer["advisory"]] == [("4A801.a", ["educational"])]
        assert answer["provenance"]["lists"][-1]["id"] == "framework"
    assert "advisory" not in classify_file(item, lists=["us-ccl"], date="2026-07-23", workspace=workspace)


def test_a_record_carries_the_list_that_it_used(workspace: Path) -> None:
    kept.write(workspace, kept.state(kept.all_rows(), acts=[kept.transposition("4A801.a")]))
    checked = check(workspace, sale(workspace))
    write_record(workspace / "record.json", checked)
    kept.write(workspace, kept.state([], size="20"), {})
    again = replay_file(workspace / "record.json", workspace=workspace)
    assert json.dumps(again.answer) == json.dumps(checked.answer)
    assert again.exit_status == checked.exit_status
    body = json.loads((workspace / "record.json").read_bytes())
    assert set(body["frameworks"][0]) == {"state", "entries"}


def test_a_record_without_a_list_is_replayed_without_one(workspace: Path) -> None:
    checked = check(workspace, sale(workspace))
    write_record(workspace / "record.json", checked)
    assert "frameworks" not in json.loads((workspace / "record.json").read_bytes())
    kept.write(workspace, kept.state(kept.all_rows(), acts=[kept.transposition("4A801.a")]))
    assert replay_file(workspace / "record.json", workspace=workspace).answer == checked.answer


def test_a_damaged_list_in_a_record_is_refused(workspace: Path) -> None:
    kept.write(workspace, kept.state(kept.all_rows()))
    (found,) = load_frameworks(workspace, open_rulebook())
    row = found.kept.plain()
    del row["entries"]["4E801"]
    with pytest.raises(InputError, match="the file of the entry 4E801 is missing"):
        framework_of(Kept.from_plain(row, "record.json"), open_rulebook())


def test_nothing_heavy_is_loaded_by_a_warm_check(workspace: Path) -> None:
    kept.write(workspace, kept.state(kept.all_rows(), acts=[kept.transposition("4A801.a")]))
    path = sale(workspace, qubits=None)
    code = f"from sekisho.cli.app import run; run(['check', {str(path)!r}, '--workspace', {str(workspace)!r}, '--json'])"
    script = f"{code}\nimport sys\nprint(' '.join(sorted({{name.split('.')[0] for name in sys.modules}})), file=sys.stderr)"
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=dict(os.environ)
        )
    loaded = set(done.stderr.split())
    assert "sekisho" in loaded
    assert not loaded & {"polars", "duckdb", "sqlglot", "pint", "sqlalchemy", "numpy", "tuf", "pyrage", "cryptography", "z3"}
    assert json.loads(done.stdout)["advisory"][0]["entry"] == "4A801.a"
