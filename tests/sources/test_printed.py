"""Names as printed, with their brackets."""

from __future__ import annotations

import pytest

from sekisho.sources.printed import is_abbreviation, is_form, names_of, tidy, trailing_brackets


def readings(text: str) -> list[str]:
    return [f"{name.value}~" if name.quality == "weak" else name.value for name in names_of([(text, "primary")])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zyqor Works", []),
        ("Zyqor Institute of Plumvel (ZIP)", ["ZIP~", "Zyqor Institute of Plumvel"]),
        ("Zyqor Works (TsZAI)", ["TsZAI~", "Zyqor Works"]),
        ("Zyqor Group Corporation 14th Institute (ZGC 14)", ["ZGC 14", "Zyqor Group Corporation 14th Institute"]),
        ("Zyqor (Vietnam)", []),
        ("Zyqor Technologies (Shenzhen) Co., Ltd.", []),
        ("Zyqor Works (Odvanburg)", ["Odvanburg~"]),
        ("Zyqor Works (Novo Odvan Kortas)", ["Novo Odvan Kortas", "Zyqor Works"]),
        ("Zyqor (State Corporation of Technologies)", ["State Corporation of Technologies", "Zyqor"]),
        ("Zyqor Works (Nova Odvanburg)", ["Nova Odvanburg~"]),
        ("Zyqor Works (South China Beijing)", []),
        ("Zyqor Works (JSC Odvan)", ["JSC Odvan", "Zyqor Works"]),
        ("Zyqor Works (711 OD)", ["711 OD", "Zyqor Works"]),
        ("ZYQOR WORKS (ODVANBURG)", ["ODVANBURG~"]),
        ("ZYQOR INSTITUTE PLUMVEL (ZIP)", ["ZIP~", "ZYQOR INSTITUTE PLUMVEL"]),
        ("Zyqor Co., Ltd. (a subordinate institute of ZGC-7)", ["Zyqor Co., Ltd."]),
        ("Zyqor Works (CJSC)", ["Zyqor Works"]),
        ("Zyqor Trading (架空貿易会社)", ["架空貿易会社", "Zyqor Trading"]),
        ("Zyqor Trading (ZT) (架空貿易会社)", ["ZT~", "架空貿易会社", "Zyqor Trading"]),
        ("Zyqor Trading（架空(架空)貿易）", ["架空(架空)貿易", "Zyqor Trading"]),
        ("ZYQOR RESEARCH 架空研究集団", ["ZYQOR RESEARCH", "架空研究集団"]),
        ("Zyqor (ZIP) Institute", ["Zyqor Institute"]),
        ("Zyqor Institute of Plumvel (ZIP) Ltd.", ["Zyqor Institute of Plumvel Ltd.", "ZIP~"]),
        ("Sergei (Sergi) Plumvel", ["Sergei Plumvel", "Sergi Plumvel"]),
        ("Zyqor Works ()", []),
        ("(Zyqor)", []),
        ("Zyqor Works)", []),
        ("Zyqor Works (the other)", ["Zyqor Works"]),
        ("Zyqor Works (7)", []),
    ],
)
def test_brackets(text: str, expected: list[str]) -> None:
    assert readings(text) == [tidy(text), *expected]


def test_the_first_is_primary_and_none_comes_twice() -> None:
    names = names_of([("Zyqor,", "primary"), ("Zyqor", "alias"), ("Kortas", "alias"), ("Kortas", "weak")])
    assert [(name.value, name.quality) for name in names] == [("Zyqor", "primary"), ("Kortas", "alias")]


def test_what_has_no_word_is_no_name() -> None:
    assert names_of([("—", "primary"), ("...", "alias")]) == ()
    (only,) = names_of([("", "primary"), ("Kortas", "alias")])
    assert only.quality == "primary"


@pytest.mark.parametrize("text", ["Акционерное общество", "Co., Ltd.", "Trading", "総"])
def test_general_words_and_forms_are_weak(text: str) -> None:
    assert [name.quality for name in names_of([("Zyqor", "primary"), (text, "alias")])] == ["primary", "weak"]


def test_all_readings_of_a_weak_name_are_weak() -> None:
    names = names_of([("Zyqor", "primary"), ("Kortas Institute of Plumvel (KIP)", "weak")])
    assert {name.quality for name in names[1:]} == {"weak"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Zyqor  Works ; ", "Zyqor Works"),
        ("Zyqor Works.", "Zyqor Works"),
        ("Zyqor Co.", "Zyqor Co."),
        ("Zyqor S.A.", "Zyqor S.A."),
        ("Zyqor 14.", "Zyqor 14"),
        ("—Zyqor", "Zyqor"),
        ("Zyqor , Works", "Zyqor, Works"),
        ("", ""),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


def test_small_questions() -> None:
    assert [is_form(text) for text in ("Co., Ltd.", "L.L.C", "Zyqor Ltd", "")] == [True, True, False, False]
    assert [is_abbreviation(word) for word in ("Ltd", "A", "Zyqor")] == [True, True, False]
    assert trailing_brackets("Zyqor (A) (B)") == ("Zyqor", ("A", "B"))
    assert trailing_brackets("Zyqor (A") == ("Zyqor (A", ())
