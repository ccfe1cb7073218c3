"""What the measures of two names are worth: which of two names is nearer, and why. The figures move; the order must not."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.parties.matching.measures import MEASURES
from sekisho.parties.matching.read import variants
from sekisho.parties.matching.score import HIGHEST, LABELS, Weights, default_weights, share, told
from tests.parties.matching.made_up import ANY_TEXT, COMPANY, NAMES, PERSON, logit

TEXT = files("sekisho.parties.matching").joinpath("weights.json").read_text(encoding="utf-8")
PEOPLE = ("Ivan Petrovich Plumvel", "Kim Jong Un", "Mohammad Hossein Zyqor", "Кузнецов Сергей", "محمد حسین")


def changed(**fields: Any) -> str:
    """Return the packaged weights with some fields changed; one that is None is left out."""
    row = json.loads(TEXT) | fields
    return json.dumps({name: value for name, value in row.items() if value is not None})


class TestNearer:
    """Which of two listed names a name agrees with more."""

    @pytest.mark.parametrize(
        ("asked", "right", "wrong"),
        [
            ("哈尔滨工程大学", "Harbin Engineering University", "Harbin Institute of Technology"),
            ("哈尔滨工程大学", "Harbin Engineering University", "Harbin Medical University"),
            ("哈尔滨工业大学", "Harbin Institute of Technology", "Harbin Engineering University"),
            ("北京航空航天大学", "Beihang University", "Beijing Institute of Technology"),
            ("东京大学", "University of Tokyo", "Kyoto University"),
            ("京都大学", "Kyoto University", "University of Tokyo"),
            ("三菱重工業", "Mitsubishi Heavy Industries", "Kawasaki Heavy Industries"),
            ("华为技术有限公司", "Huawei Technologies Co., Ltd.", "ZTE Corporation"),
            ("華為技術", "华为技术", "中兴通讯"),
            ("朝鮮鉱業開発貿易会社", "Korea Mining Development Trading Corporation", "Korea Tangun Trading Corporation"),
            ("朝鮮貿易銀行", "Foreign Trade Bank of Korea", "Korea Kwangson Banking Corp"),
            ("朝鲜光鲜金融会社", "Korea Kwangson Banking Corp", "Korea Tangun Trading Corporation"),
            ("삼성전자", "Samsung Electronics", "LG Electronics"),
            ("Рособоронэкспорт", "Rosoboronexport", "Rostec"),
            (
                "Московский физико-технический институт",
                "Moscow Institute of Physics and Technology",
                "Moscow Aviation Institute",
            ),
            ("دانشگاه صنعتی شریف", "Sharif University of Technology", "Amirkabir University of Technology"),
            ("دانشگاه تهران", "University of Tehran", "Sharif University of Technology"),
        ],
    )
    def test_a_body_in_another_script(self, asked: str, right: str, wrong: str) -> None:
        assert logit(asked, right) > logit(asked, wrong)
        assert logit(right, asked) > logit(wrong, asked)

    @pytest.mark.parametrize(
        ("asked", "right", "wrong"),
        [
            ("Кузнецов Сергей", "Sergey Kuznetsov", "Ivan Kuznetsov"),
            ("Кузнецов Сергей", "Sergei Kuznetsov", "Sergei Kovalev"),
            ("Кузнецов", "Kuznetsov", "Kovalev"),
            ("محمد حسین", "Mohammad Hossein", "Ali Reza"),
            ("محمد حسین", "Mohammad Hossein", "Mohammad Hassan"),
            ("김정은", "Kim Jong Un", "Kim Jong Il"),
            ("김정일", "Kim Jong Il", "Kim Jong Un"),
            ("김정은", "Kim Jong Un", "Park Jong Un"),
            ("金正恩", "Kim Jong Un", "Kim Jong Il"),
            ("习近平", "Xi Jinping", "Li Keqiang"),
            ("習近平", "习近平", "李克强"),
            ("Владимир Путин", "Vladimir Putin", "Vladimir Popov"),
            ("Қасым-Жомарт Тоқаев", "Kassym-Jomart Tokayev", "Nursultan Nazarbayev"),
        ],
    )
    def test_a_person_in_another_script(self, asked: str, right: str, wrong: str) -> None:
        assert logit(asked, right, PERSON) > logit(asked, wrong, PERSON)

    @pytest.mark.parametrize(
        ("asked", "right", "wrong"),
        [
            ("Kortas 13th Research Institute", "Kortas Research Institute No. 13", "Kortas 14th Research Institute"),
            ("13th Research Institute", "Research Institute 13", "14th Research Institute"),
            ("Plant No. 618", "Plant 618", "Plant No. 681"),
            ("Tamrin Plant No. 618", "Tamrin Plant 618", "Tamrin Plant No. 681"),
            ("第十三研究所", "第13研究所", "第十四研究所"),
            ("618厂", "第六一八厂", "681厂"),
            ("Zyqor VII", "Zyqor 7", "Zyqor VIII"),
            ("CETC 13", "CETC 13th", "CETC 55"),
            ("中国电子科技集团公司第十三研究所", "13th Research Institute of CETC", "14th Research Institute of CETC"),
            (
                "中国电子科技集团公司第十三研究所",
                "China Electronics Technology Group Corporation 13th Research Institute",
                "China Electronics Technology Group Corporation 14th Research Institute",
            ),
            ("Войсковая часть 55555", "Military Unit 55555", "Military Unit 55556"),
        ],
    )
    def test_numbers_discriminate(self, asked: str, right: str, wrong: str) -> None:
        assert logit(asked, right) > logit(asked, wrong)
        assert logit(right, wrong) < logit(right, right)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("13th Research Institute", "14th Research Institute"),
            ("Kortas 13th Research Institute", "Kortas 14th Research Institute"),
            ("Plant No. 618", "Plant No. 681"),
            ("第十三研究所", "第十四研究所"),
        ],
    )
    def test_another_number_is_no_match(self, one: str, other: str) -> None:
        assert share(logit(one, other)) < default_weights().possible

    @pytest.mark.parametrize("name", NAMES)
    def test_a_company_agrees_most_with_itself(self, name: str) -> None:
        self.agrees_most_with_itself(name, COMPANY)

    @pytest.mark.parametrize("name", PEOPLE)
    def test_a_person_agrees_most_with_himself(self, name: str) -> None:
        self.agrees_most_with_itself(name, PERSON)

    @staticmethod
    def agrees_most_with_itself(name: str, schema: str) -> None:
        words = name.split()
        best = logit(name, name, schema)
        assert share(best) >= default_weights().possible
        for other in (
            name[:2] + "x" + name[3:],
            name[:-1],
            name[1:],
            f"{name} Plumkovel",
            " ".join(reversed(words)),
            " ".join(words[1:] or ["Tamrinov"]),
            " ".join(words[:-1] or ["Tamrinov"]),
            f"{name} 99",
        ):
            assert logit(other, name, schema) <= best, other

    @pytest.mark.parametrize(
        "name", ["Plumvel Trading", "Kortas Heavy Industries", "Tamrin Electronics Institute", "Tehran Abelian Bank"]
    )
    def test_no_slip_of_the_pen_agrees_noticeably_more_than_the_name_itself(self, name: str) -> None:
        best = logit(name, name)
        for at in range(2, len(name)):
            left_out, doubled = name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:]
            turned = name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
            for written in (name[:at], left_out, doubled, turned):
                assert logit(written, name) <= best + 0.1, written

    @pytest.mark.parametrize(
        ("less", "more", "listed"),
        [
            ("Zyqor", "Zyqor Plumvel", "Zyqor Plumvel Kortas"),
            ("Zyqor Plumvel", "Zyqor Plumvel Kortas", "Zyqor Plumvel Kortas"),
            ("Harbin University", "Harbin Engineering University", "Harbin Engineering University"),
            ("哈尔滨大学", "哈尔滨工程大学", "Harbin Engineering University"),
            ("Tamrin", "Tamrin Plant", "Tamrin Plant No. 618"),
            ("Tamrin Plant", "Tamrin Plant No. 618", "Tamrin Plant No. 618"),
            ("13th Institute", "Kortas 13th Institute", "Kortas 13th Research Institute"),
            ("架空", "架空貿易", "架空貿易会社"),
        ],
    )
    def test_a_further_word_that_agrees_does_not_lower(self, less: str, more: str, listed: str) -> None:
        assert logit(less, listed) <= logit(more, listed)


class TestShares:
    """A score is a share, and never certainty."""

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_never_one(self, odds: float) -> None:
        assert 0 <= share(odds) <= HIGHEST < 1

    @given(st.floats(-50, 50), st.floats(0, 50))
    def test_more_is_never_less(self, odds: float, more: float) -> None:
        assert share(odds) <= share(odds + more)

    def test_even_odds(self) -> None:
        assert share(0) == 0.5

    @given(ANY_TEXT, st.sampled_from(NAMES + PEOPLE), st.booleans())
    def test_any_two_names_are_judged(self, text: str, name: str, person: bool) -> None:
        weights = default_weights()
        asked = variants(text)
        pair = weights.judge(asked, variants(name), person=person)
        assert (pair is None) == (not asked)
        if pair is not None:
            assert share(pair.logit) <= HIGHEST
            assert pair.mine in asked
            assert told(pair)
            assert len(weights.reasons(pair.measures)) <= 4

    def test_who_has_no_reading_is_not_judged(self) -> None:
        assert default_weights().judge((), variants("Zyqor"), person=False) is None
        assert default_weights().judge(variants("Zyqor"), (), person=False) is None

    def test_the_best_readings_are_taken(self) -> None:
        weights, listed = default_weights(), variants("Kim Jong Un", PERSON)
        every = [weights.judge((one,), listed, person=True) for one in variants("김정은")]
        best = weights.judge(variants("김정은"), listed, person=True)
        assert best is not None
        assert best.logit == max(one.logit for one in every if one is not None)


class TestTold:
    """A reader is told which part met which, and what weighed."""

    def test_which_part_met_which(self) -> None:
        pair = default_weights().judge(variants("Zyqor Factory Kortas 13"), variants("Zyqor Plant Tamrin 14"), person=False)
        assert pair is not None
        lines = "\n".join(told(pair))
        assert "words in both: zyqor" in lines
        assert "'factory' meets 'plant': same meaning" in lines
        assert "only in the name asked about: kortas, 13" in lines
        assert "only in the listed name: tamrin, 14" in lines

    def test_both_scripts_are_shown(self) -> None:
        pair = default_weights().judge(variants("Кузнецов"), variants("Kuznetsov"), person=True)
        assert pair is not None
        assert "kuznetsov" in " ".join(told(pair))

    def test_reasons_name_groups_that_a_reader_knows(self) -> None:
        weights = default_weights()
        for measures in ([0.0] * len(MEASURES), [1.0] * len(MEASURES)):
            reasons = weights.reasons(measures, most=99)
            assert reasons
            assert {reason.rpartition(" ")[0] for reason in reasons} <= set(LABELS.values())
            assert weights.reasons(measures, most=1) == reasons[:1]


class TestWeights:
    """The file of weights."""

    def test_the_packaged_file(self) -> None:
        weights = Weights.read(TEXT)
        assert weights == default_weights()
        assert 0 < weights.same <= weights.possible_across <= weights.possible < 1
        assert weights.version

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "{",
            "[]",
            "null",
            "3",
            "{}",
            changed(measures=[*MEASURES[1:], MEASURES[0]]),
            changed(measures=MEASURES[:-1]),
            changed(measures=[*MEASURES, "another"]),
            changed(trees=[[]]),
            changed(trees=[[[0, 0.5, 9, 9, 0.0]]]),
            changed(trees=[[[len(MEASURES), 0.5, 1, 1, 0.0], [-1, 0, 0, 0, 1.0]]]),
            changed(trees=[[[-1, 0, 0, 0, float("inf")]]]),
            changed(trees=3),
            changed(trees=None),
            changed(evidence=[]),
            changed(evidence={"country_same": "much"}),
            changed(evidence=None),
            changed(intercept="none"),
            changed(intercept=None),
            changed(same=None),
            changed(possible=[]),
            changed(version=None),
        ],
    )
    def test_another_file_is_refused(self, text: str) -> None:
        with pytest.raises(SourceError, match="weights of matching cannot be read"):
            Weights.read(text)
