"""A reviewer at work: judge, take back, keep the good list; and what every answer says of it afterwards."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sekisho.errors import InputError, MissingError, PlaceError
from sekisho.parties.judgement import Good, Judgement
from sekisho.workspace import asking, check, clock, folder, judging
from sekisho.workspace.asking import Asked, ask, ask_file, query_of
from sekisho.workspace.check import check_file
from sekisho.workspace.judgements import NAME, read_lines
from sekisho.workspace.judging import add_good, judge, judgements_of, undo, withdraw
from sekisho.workspace.record import replay_file, write_record
from sekisho.workspace.screen import screen_name
from tests.workspace.judged_list import MOVED, NOVA, PARTIES, PLANT, SAME, TRANSACTION, WORKS, load

BY: dict[str, Any] = {"by": "A. Example, compliance", "reason": "another company"}


@pytest.fixture
def ws(tmp_path: Path) -> Path:
    home = tmp_path / "ws"
    home.mkdir()
    load(home, "2026-07-20")
    (tmp_path / "deal.yaml").write_text(TRANSACTION, encoding="utf-8")
    return home


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that sets the clock to noon of a day."""

    def set_to(day: str) -> None:
        moment = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
        for module in (judging, asking, clock):
            monkeypatch.setattr(module, "today", moment.date, raising=False)
            monkeypatch.setattr(module, "moment", lambda: moment, raising=False)

    return set_to


def asked(home: Path, name: str = "Zyqor Trading", country: str | None = "DE") -> Asked:
    return ask(query_of(name, country), date="2026-07-23", workspace=home)


def shown(home: Path, name: str = "Zyqor Trading", country: str = "DE", **more: Any) -> tuple[list[str], list[str]]:
    """Return the ids of the matches and of those set aside."""
    answer = screen_name(name, country=country, date="2026-07-23", workspace=home, **more)
    return [one["id"] for one in answer["matches"]], [one["id"] for one in answer["resolved"]]


def test_a_false_match_is_not_shown_again_until_either_side_changes(ws: Path) -> None:
    assert shown(ws) == ([WORKS], [])
    answer = judge(asked(ws), [WORKS], False, workspace=ws, **BY)
    assert answer["recorded"][0]["listed"]["id"] == WORKS
    assert shown(ws) == ([], [WORKS])
    assert shown(ws, "ZYQOR  trading") == ([], [WORKS])
    assert shown(ws, country="NL") == ([WORKS], [])
    assert shown(ws, address="1 Example Street") == ([WORKS], [])
    load(ws, "2026-07-21", *PARTIES[1:], MOVED)
    answer = screen_name("Zyqor Trading", country="DE", date="2026-07-23", workspace=ws)
    judged = answer["matches"][0]["judged"]
    assert (judged["state"], judged["by"]) == ("returned", BY["by"])
    assert judged["changed"] == ["the listed party's addresses: removed 1 Road, Harbin, added 2 Road, Harbin"]
    assert judged["text"] in answer["matches"][0]["explanation"]
    judge(asked(ws), [WORKS], False, workspace=ws, **BY)
    assert shown(ws) == ([], [WORKS])


def test_a_true_match_is_certain(ws: Path) -> None:
    judge(asked(ws), [WORKS], True, workspace=ws, **BY)
    answer = screen_name("Zyqor Trading", country="DE", date="2026-07-23", workspace=ws)
    assert answer["matches"][0]["certain"]
    assert answer["matches"][0]["judged"]["state"] == "confirmed"
    assert answer["searched"].startswith("1 certain match")
    assert asked(ws).open == ()
    assert not asked(ws).found.matches[0].certain, "what is judged anew is the match as it was found"


def test_an_undo_is_a_later_entry(ws: Path) -> None:
    first = judge(asked(ws), [WORKS], False, workspace=ws, **BY)["recorded"][0]["id"]
    withdraw(asked(ws).query, [WORKS], by="B", reason="was wrong", workspace=ws)
    assert shown(ws) == ([WORKS], [])
    second = judge(asked(ws), [WORKS], False, workspace=ws, **BY)["recorded"][0]["id"]
    undo(second[:6], Judgement, by="B", reason="was wrong again", workspace=ws)
    assert shown(ws) == ([WORKS], [])
    rows = judgements_of(everything=True, workspace=ws)["judgements"]
    assert [(one["id"], one["holds"], one["withdrawn"]["reason"]) for one in rows] == [
        (first, False, "was wrong"),
        (second, False, "was wrong again"),
    ]
    assert judgements_of(workspace=ws)["judgements"] == []
    with pytest.raises(MissingError, match="no entry is called"):
        undo(second, Judgement, workspace=ws, **BY)
    with pytest.raises(MissingError, match="nothing is judged of"):
        withdraw(asked(ws).query, [WORKS], workspace=ws, **BY)


def test_check_no_longer_refers_and_says_why(ws: Path, tmp_path: Path) -> None:
    deal = tmp_path / "deal.yaml"
    before = check_file(deal, workspace=ws)
    assert (before.answer["outcome"], before.answer["ceiling"], before.exit_status) == ("refer", "prohibited", 40)
    assert "judgements" not in before.answer["provenance"]
    judge(ask_file(deal, workspace=ws)[0], [WORKS], False, workspace=ws, **BY)
    after = check_file(deal, workspace=ws)
    assert (after.answer["outcome"], after.exit_status) == ("no_requirement_found", 0)
    (screened,) = after.answer["screenings"]
    assert screened["matches"] == []
    assert screened["resolved"][0]["judged"]["by"] == BY["by"]
    assert "1 match judged false by A. Example, compliance on" in screened["searched"]
    steps = [one["finding"] for leg in after.answer["determinations"] for one in leg["steps"]]
    assert any("was not found on ftm-zyqor; 1 match judged false by A. Example" in one for one in steps)
    assert after.answer["provenance"]["judgements"]["entries"] == 1
    judge(ask_file(deal, workspace=ws)[0], [WORKS], True, workspace=ws, **BY)
    assert "Zyqor Trading is Zyqor Trading Works" in str(check_file(deal, workspace=ws).answer["determinations"])


def test_a_recorded_decision_uses_the_judgements_of_then(ws: Path, tmp_path: Path) -> None:
    deal, record = tmp_path / "deal.yaml", tmp_path / "decision.json"
    write_record(tmp_path / "before.json", check_file(deal, workspace=ws))
    judge(ask_file(deal, workspace=ws)[0], [WORKS], False, workspace=ws, **BY)
    checked = check_file(deal, workspace=ws)
    write_record(record, checked)
    withdraw(ask_file(deal, workspace=ws)[0].query, [WORKS], workspace=ws, **BY)
    assert check_file(deal, workspace=ws).exit_status == 40
    again = replay_file(record, workspace=ws)
    assert (again.answer, again.notes) == (checked.answer, ())
    before = replay_file(tmp_path / "before.json", workspace=ws)
    assert (before.exit_status, before.notes) == (40, ())
    (ws / NAME).unlink()
    elsewhere = replay_file(record, workspace=ws)
    assert elsewhere.answer == checked.answer
    assert "the first 1 judgements of the workspace are not those that were used" in elsewhere.notes[0]


def test_as_of_uses_the_judgements_of_that_day(ws: Path, tmp_path: Path, on: Callable[[str], None]) -> None:
    deal = tmp_path / "deal.yaml"
    on("2099-01-02")
    judge(ask_file(deal, workspace=ws)[0], [WORKS], False, workspace=ws, **BY)
    on("2099-01-04")
    judge(ask_file(deal, workspace=ws)[0], [WORKS], True, workspace=ws, **BY)
    found = {day: check_file(deal, workspace=ws, as_of=day).answer for day in ("2099-01-01", "2099-01-03", "2099-01-04")}
    assert [one["outcome"] for one in found.values()] == ["refer", "no_requirement_found", "refer"]
    assert judgements_of(as_of="2099-01-03", workspace=ws)["judgements"][0]["verdict"] is False
    assert judgements_of(as_of="2099-01-01", workspace=ws)["entries"] == 0
    checked = check_file(deal, workspace=ws, as_of="2099-01-03")
    write_record(tmp_path / "then.json", checked)
    assert replay_file(tmp_path / "then.json", workspace=ws).answer == checked.answer


class TestGoodList:
    """Known-good counterparties."""

    def test_possible_matches_of_then_are_not_raised_and_later_ones_are(self, ws: Path) -> None:
        answer = add_good(asked(ws), workspace=ws, **BY)
        assert [one["id"] for one in answer["covers"]] == [WORKS]
        assert shown(ws) == ([], [WORKS])
        load(ws, "2026-07-21", *PARTIES, NOVA)
        assert shown(ws) == ([NOVA["id"]], [WORKS])
        load(ws, "2026-07-22", *PARTIES[1:], MOVED, NOVA)
        assert shown(ws) == ([NOVA["id"], WORKS], [])

    def test_one_that_stood_there_unseen_is_looked_up_in_the_snapshot_of_then(self, ws: Path) -> None:
        add_good(asked(ws), workspace=ws, **BY)
        lines = (ws / NAME).read_text(encoding="utf-8")
        assert WORKS in lines
        load(ws, "2026-07-21", *PARTIES, NOVA)
        kept = read_lines(ws)[0].entry()
        assert isinstance(kept, Good)
        (ws / NAME).unlink()
        judging.append(ws, lambda _: [dataclasses.replace(kept, seen=())])
        assert shown(ws) == ([NOVA["id"]], [WORKS])

    def test_certain_matches_stay_and_confirmed_ones_bar_it(self, ws: Path) -> None:
        answer = add_good(asked(ws, "Kortas Plant No. 3"), workspace=ws, **BY)
        assert ([one["id"] for one in answer["certain"]], answer["covers"]) == ([PLANT], [])
        assert shown(ws, "Kortas Plant No. 3") == ([PLANT], [])
        judge(asked(ws), [WORKS], True, workspace=ws, **BY)
        with pytest.raises(InputError, match=r"Zyqor Trading' is Zyqor Trading Works: confirmed by") as problem:
            add_good(asked(ws), workspace=ws, **BY)
        assert "sekisho screen judgements --undo" in str(problem.value.remedy)

    def test_it_ends_and_is_renewed_and_removed(self, ws: Path, on: Callable[[str], None]) -> None:
        on("2099-01-01")
        add_good(asked(ws), until="2099-01-31", workspace=ws, **BY)
        assert shown(ws) == ([], [WORKS])
        on("2099-02-01")
        assert shown(ws) == ([WORKS], [])
        assert judgements_of(kind=Good, workspace=ws)["good"][0]["ended"]
        add_good(asked(ws), workspace=ws, **BY)
        assert shown(ws) == ([], [WORKS])
        rows = judgements_of("zyqor trading", kind=Good, everything=True, workspace=ws)["good"]
        assert [one["holds"] for one in rows] == [False, True]
        undo("ZYQOR Trading", Good, workspace=ws, **BY)
        assert shown(ws) == ([WORKS], [])

    def test_several_of_one_name_are_told_apart_by_their_ids(self, ws: Path) -> None:
        ids = [add_good(asked(ws, country=one), workspace=ws, **BY)["recorded"][0]["id"] for one in ("DE", "NL")]
        with pytest.raises(MissingError, match="several entries are called") as problem:
            undo("Zyqor Trading", Good, workspace=ws, **BY)
        assert all(one in str(problem.value.remedy) for one in ids)
        undo(ids[0], Good, workspace=ws, **BY)
        assert [one["id"] for one in judgements_of(kind=Good, workspace=ws)["good"]] == ids[1:]

    def test_replay_says_where_the_snapshot_of_then_is_gone(self, ws: Path, tmp_path: Path) -> None:
        deal = tmp_path / "deal.yaml"
        add_good(ask_file(deal, workspace=ws)[0], workspace=ws, **BY)
        load(ws, "2026-07-21", *PARTIES, NOVA)
        checked = check_file(deal, workspace=ws)
        write_record(tmp_path / "r.json", checked)
        assert replay_file(tmp_path / "r.json", workspace=ws).notes == ()
        folder.take_out(ws, "ftm-zyqor", dt.date(2026, 7, 20))
        again = replay_file(tmp_path / "r.json", workspace=ws)
        assert again.answer == checked.answer
        assert "the good list rests on ftm-zyqor of 2026-07-20, which is no longer here" in again.notes[0]

    @pytest.mark.parametrize(("until", "said"), [("2020-01-01", "has passed"), ("soon", "soon")])
    def test_an_end_that_is_none(self, ws: Path, until: str, said: str) -> None:
        with pytest.raises(InputError, match=said):
            add_good(asked(ws), until=until, workspace=ws, **BY)


def test_a_file_names_its_parties(ws: Path, tmp_path: Path) -> None:
    (one,) = ask_file(tmp_path / "deal.yaml", "zyqor TRADING", workspace=ws)
    assert (one.query.address, one.query.identifiers) == ("1 Example Street", {"registrationNumber": "HRB 17"})
    with pytest.raises(MissingError, match="names no party 'Kortas'") as problem:
        ask_file(tmp_path / "deal.yaml", "Kortas", workspace=ws)
    assert problem.value.remedy == "it names Zyqor Trading"


def test_what_is_refused_leaves_nothing_behind(ws: Path) -> None:
    one = asked(ws)
    for by, reason in (("", "x"), ("x", " ")):
        for act in (
            lambda who=by, why=reason: judge(one, [WORKS], False, by=who, reason=why, workspace=ws),
            lambda who=by, why=reason: withdraw(one.query, [WORKS], by=who, reason=why, workspace=ws),
            lambda who=by, why=reason: undo("abcd", Judgement, by=who, reason=why, workspace=ws),
            lambda who=by, why=reason: add_good(one, by=who, reason=why, workspace=ws),
        ):
            with pytest.raises(InputError, match="who decides it, and why"):
                act()  # type: ignore[no-untyped-call]
    with pytest.raises(InputError, match="no match is named") as problem:
        judge(one, [], False, workspace=ws, **BY)
    assert f"{WORKS} (Zyqor Trading Works)" in str(problem.value.remedy)
    with pytest.raises(MissingError, match="is no match of 'Zyqor Trading'"):
        judge(one, [WORKS, SAME], False, workspace=ws, **BY)
    with pytest.raises(InputError, match="is no identifier"):
        query_of("x", identifiers=["HRB 17"])
    with pytest.raises(PlaceError):
        query_of("x", "Atlantis")
    assert not (ws / NAME).exists()


def test_without_a_workspace_there_is_nothing_to_take_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SEKISHO_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert judgements_of()["judgements"] == []
    with pytest.raises(MissingError, match="there is no workspace"):
        undo("abcd", Judgement, **BY)
    starter = ask(query_of("Huawei Technologies Co., Ltd."))
    judge(starter, [starter.open[0].listed.id], False, **BY)
    assert (tmp_path / "data" / "sekisho" / NAME).is_file()


def test_damage_stops_every_answer_and_is_named(ws: Path, tmp_path: Path) -> None:
    judge(asked(ws), [WORKS], False, workspace=ws, **BY)
    (ws / NAME).write_bytes((ws / NAME).read_bytes().replace(b"another", b"anothex"))
    for act in (
        lambda: shown(ws),
        lambda: check_file(tmp_path / "deal.yaml", workspace=ws),
        lambda: judgements_of(workspace=ws),
        lambda: check.Desk.open(ws, None).sources(check.Desk.open(ws, None).read(TRANSACTION.encode(), "x")),
    ):
        with pytest.raises(InputError, match="the record of judgements is damaged") as problem:
            act()
        assert (problem.value.file, problem.value.line) == (str(ws / NAME), 1)
