"""Each refusal: a sound charter, one thing broken, and the reason that is given."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import functools
import hashlib
import itertools
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import CharterError
from sekisho.regime.charter import OF_LIST, OF_WHOLE, Charter, Rule
from sekisho.regime.charter import Test as Majority
from sekisho.regime.charter_checks import SIGNING_ROLES, check_charter, follows, halves, liveness, problems
from sekisho.regime.charter_read import KEY_SIZES, read_charter
from sekisho.regime.charter_rules import harder, majority_words
from sekisho.regime.charters import shipped_charter
from sekisho.terms import canonical

SMALL = read_charter(shipped_charter("two-states"))
Change = Callable[[dict[str, Any]], object]


def key(role: str, holder: str, algorithm: str = "ed25519") -> dict[str, str]:
    """Return a key of the right size, different for every role and holder; not a point of any curve on purpose."""
    size, seed = KEY_SIZES[algorithm], f"{role} {holder}".encode()
    raw = b"".join(hashlib.sha256(seed + bytes([count % 256])).digest() for count in range(size // 32 + 1))[:size]
    return {"role": role, "algorithm": algorithm, "public": raw.hex(), "custody": "declared"}


@functools.cache
def _sound() -> bytes:
    document = canonical.decode(read_charter(shipped_charter("five-states")).data)
    for member in document["members"]:
        member["keys"] = [key(role, member["id"]) for role in SIGNING_ROLES] + [key("notices", member["id"], "x25519")]
    held = [key("log", "s"), key("statement", "s", "ed25519+ml-dsa-65"), key("timestamp", "s")]
    document["secretariat"]["keys"] = held
    for field in document["fields"]:
        for one in field["eligible"]:
            one["heard"] = "2026-01-15"
    return canonical.encode(document)


def changed(change: Change) -> Charter:
    """Return the sound charter with one thing broken."""
    document = copy.deepcopy(canonical.decode(_sound()))
    change(document)
    return read_charter(canonical.encode(document))


def test_the_charter_that_is_broken_below_is_sound() -> None:
    charter = read_charter(_sound())
    assert problems(charter) == []
    check_charter(charter)


def rules(*given: Mapping[str, Any]) -> Change:
    """Put rules before those of the charter."""
    plain = {"decisions": ["add"], "fields": ["*"], "quorum": "0", "silence": "no", "consensus": "no", "veto": []}
    whole = {"tests": [{"measure": "members", "share": "1/2", "strict": "no", "of": "all"}]}
    return lambda d: d.update(rules=[*({**plain, **whole, **one} for one in given), *d["rules"]])


def _tests(**values: str) -> list[dict[str, str]]:
    return [{"measure": "members", "share": "1/2", "strict": "no", "of": "all", **values}]


def eligible(**values: Any) -> Change:
    return lambda d: d["fields"][0]["eligible"][0].update(values)


def only_one(document: dict[str, Any]) -> None:
    document["fields"][0]["eligible"] = document["fields"][0]["eligible"][:1]


def member(**values: Any) -> Change:
    return lambda d: d["members"][0].update(values)


def clocks(**values: str) -> Change:
    return lambda d: d["clocks"].update(values)


REFUSED: list[tuple[str, str, Change]] = [
    ("thresholds.cosign", "2k > n + f does not hold", lambda d: d["thresholds"].update(cosign="3")),
    ("thresholds.publication", "2k > n + f does not hold", lambda d: d["thresholds"].update(publication="3")),
    ("thresholds.cosign", "more than the n = 5 members", lambda d: d["thresholds"].update(cosign="6")),
    ("thresholds.publication", "more than the n = 5 members", lambda d: d["thresholds"].update(publication="6")),
    ("faults", "every member may be dishonest", lambda d: d.update(faults="5")),
    ("previous", "only the first charter", lambda d: d.update(previous="ab" * 32)),
    ("previous", "only the first charter", lambda d: d.update(version="2")),
    ("clocks.deliberation_max", "lapse before", clocks(deliberation_max="P4D")),
    ("clocks.last_call_max", "lapse before", clocks(last_call_max="P1D")),
    ("clocks.ballot", "later than anything else", clocks(emergency_ballot="P4D")),
    ("clocks.ballot", "every quorum would be late", clocks(late_quorum="P3D")),
    ("clocks.emergency_ballot", "every quorum would be late", clocks(late_quorum="P1D")),
    ("clocks.sunset", "before its review", clocks(review="P2000D")),
    ("clocks.sunset", "outlast what was decided in full", clocks(emergency="P2000D")),
    ("clocks.challenge", "over before it starts", clocks(challenge="PT0S")),
    ("clocks", "go together", lambda d: d["clocks"].pop("extension")),
    ("clocks", "go together", lambda d: d["clocks"].pop("late_quorum")),
    ("delta_seconds", "longer than slack", lambda d: d.update(delta_seconds="601")),
    ("delta_seconds", "no two clocks agree", lambda d: d.update(delta_seconds="0")),
    ("members[0].id", "is not a country", member(id="DD")),
    ("members[0].id", "is not a country", member(id="DEU")),
    ("observers", "a member and an observer", lambda d: d["observers"][0].update(id="JP")),
    ("observers", "cannot be an observer", lambda d: d["observers"][0].update(id="secretariat")),
    ("fields", "decides nothing", lambda d: d.update(fields=[])),
    ("fields[0].id", "no entry can be in the field", lambda d: d["fields"][0].update(id="aa")),
    ("fields[0].eligible", "nobody may decide", lambda d: d["fields"][0].update(eligible=[])),
    (
        "fields[0].eligible",
        "no number of signatures",
        only_one,
    ),
    ("fields[0].review_years", "never be reviewed", lambda d: d["fields"][0].update(review_years="0")),
    ("fields[0].eligible[0].member", "AT is no member", eligible(member="AT")),
    ("fields[0].eligible[0].evidence", "no evidence", eligible(evidence=[])),
    ("fields[0].eligible[0].heard", "was not heard", eligible(heard="")),
    ("fields[0].eligible[0].member", "adheres to none of WA", member(adherence=["AG"])),
    ("fields[0].eligible[0].member", "no export-control law", member(law="")),
    ("languages", "at least one authentic language", lambda d: d.update(languages=[])),
    ("languages", "stands 2 times", lambda d: d.update(languages=["en", "ja", "ja"])),
    ("title", "no text in ja", lambda d: d["title"].pop("ja")),
    ("form.status", "no text in ja", lambda d: d["form"]["status"].pop("ja")),
    ("form.items", "a text in de", lambda d: d["form"]["items"].update(de="Güter")),
    ("rules[0].quorum", "a quorum of 6 cannot be reached in ai", rules({"quorum": "6"})),
    ("rules[0].tests[0].share", "cannot be reached", rules({"tests": _tests(share="6/5")})),
    ("rules[0].tests[0].share", "more than 1 of the votes", rules({"tests": _tests(share="1/1", strict="yes")})),
    ("rules[0].tests[0].share", "share of nothing", rules({"tests": _tests(share="0/1")})),
    ("rules[0].tests[0].measure", "has any population", rules({"tests": _tests(measure="population")})),
    ("rules[0].tests", "nobody voted for", rules({"tests": [], "consensus": "yes"})),
    ("rules[0].veto", "FR is given a veto in ai", rules({"veto": ["FR"]})),
    ("rules[0].veto", "stands twice", rules({"veto": ["JP", "JP"]})),
    ("rules[0]", "for no decision", rules({"decisions": []})),
    ("rules[0].fields", "no field additive", rules({"fields": ["additive"]})),
    ("rules[0].fields", "concerns the whole framework", rules({"decisions": ["charter"], "fields": ["ai"]})),
    ("rules[0].silence", "does not name", rules({"decisions": ["*"], "silence": "yes"})),
    ("rules[0].silence", "consents to accession by silence", rules({"decisions": ["accession"], "silence": "yes"})),
    ("rules[1]", "never reached", rules({}, {})),
    ("rules[1]", "add in ai is named here", rules({}, {"decisions": ["add", "remove"], "fields": ["ai"]})),
    ("rules", "no rule says how charter is decided in the whole framework", lambda d: d["rules"].pop(0)),
    ("rules", "no rule says how emergency is decided in ai", lambda d: d["rules"].pop(1)),
    ("rules[4]", "remove is harder than add", rules({})),
    ("rules[0]", "withdrawal is harder than add", rules({"decisions": ["withdrawal"], "tests": _tests(share="1/1")})),
    ("circles", "no circle `members`", lambda d: d["circles"].pop()),
    ("circles", "stands 2 times", lambda d: d["circles"].append(d["circles"][0])),
    ("circles[0].members", "nobody is in the circle", lambda d: d["circles"][0].update(members=[])),
    ("circles[0].members", "nobody is called FR", lambda d: d["circles"][0]["members"].append("FR")),
    ("circles[2].members", "JP could not recount", lambda d: d["circles"][2]["members"].remove("JP")),
    ("algorithms", "nothing can be signed", lambda d: d.update(algorithms=[])),
    ("algorithms", "stands 2 times", lambda d: d["algorithms"].append("ed25519")),
    ("members[0].keys", "no key for the role cosign", lambda d: d["members"][0]["keys"].pop(1)),
    ("secretariat.keys", "no key for the role log", lambda d: d["secretariat"]["keys"].pop(0)),
    ("members[0].keys", "stands 2 times", lambda d: d["members"][0]["keys"].append(key("ballot", "another"))),
    ("members[0].keys[0].algorithm", "not among the algorithms", lambda d: d["algorithms"].remove("ed25519")),
]


@pytest.mark.parametrize(("place", "message", "change"), REFUSED)
def test_refused(place: str, message: str, change: Change) -> None:
    found = problems(changed(change))
    assert any(one.place == place and message in one.message for one in found), list(map(str, found))
    assert all(one.remedy for one in found)


def test_the_error_is_the_first_problem() -> None:
    with pytest.raises(CharterError) as caught:
        check_charter(changed(lambda d: d["thresholds"].update(cosign="3", publication="3")), file="c.yaml")
    assert str(caught.value).startswith("c.yaml: thresholds.cosign: 2k > n + f does not hold for k = 3, n = 5, f = 1")
    assert "; 1 more problem" in caught.value.message
    assert caught.value.remedy == "k is at least 4"


def test_what_no_file_can_say_is_refused_too() -> None:
    charter = read_charter(_sound())
    broken: list[tuple[str, dict[str, Any]]] = [
        ("f is a number of members", {"faults": -1}),
        ("versions are counted from 1", {"version": 0}),
        ("without members decides nothing", {"members": ()}),
        ("the article status is missing", {"form": {k: v for k, v in charter.form.items() if k != "status"}}),
        ("there is no clock sunset", {"clocks": {k: v for k, v in charter.clocks.items() if k != "sunset"}}),
        ("there is no such clock", {"clocks": {**charter.clocks, "siesta": dt.timedelta(1)}}),
        ("over before it starts", {"clocks": {**charter.clocks, "ballot": dt.timedelta(-1)}}),
        ("JP stands 2 times", {"members": (*charter.members, charter.members[2])}),
        ("ai stands 2 times", {"fields": (*charter.fields, charter.fields[0])}),
        ("there is no decision vote", {"rules": (dataclasses.replace(charter.rules[0], decisions=("vote",)),)}),
        ("there is no statement vote", {"circles": (dataclasses.replace(charter.circles[0], kinds=("vote",)),)}),
    ]
    for message, values in broken:
        assert any(message in one.message for one in problems(dataclasses.replace(charter, **values))), message


def test_one_key_in_two_hands() -> None:
    def same(first: tuple[int, int], second: tuple[int, int]) -> Change:
        def change(document: dict[str, Any]) -> None:
            source = document["members"][first[0]]["keys"][first[1]]
            document["members"][second[0]]["keys"][second[1]]["public"] = source["public"]

        return change

    def to_secretariat(document: dict[str, Any]) -> None:
        document["secretariat"]["keys"][0]["public"] = document["members"][0]["keys"][0]["public"]

    def half(document: dict[str, Any]) -> None:
        hybrid = document["secretariat"]["keys"][1]["public"]
        document["members"][0]["keys"][0]["public"] = hybrid[:64]

    def other_half(document: dict[str, Any]) -> None:
        hybrid = document["secretariat"]["keys"][1]["public"]
        document["members"][0]["keys"][0].update(algorithm="ml-dsa-65", public=hybrid[64:])

    for change in (same((0, 0), (1, 0)), same((0, 0), (0, 1)), same((0, 0), (1, 3)), to_secretariat, half, other_half):
        assert any("one hand would count twice" in one.message for one in problems(changed(change)))


def test_x25519_is_for_notices_only() -> None:
    charter = read_charter(_sound())
    first = charter.members[0]
    keys = (dataclasses.replace(first.keys[0], algorithm="x25519"), *first.keys[1:])
    other = dataclasses.replace(charter, members=(dataclasses.replace(first, keys=keys), *charter.members[1:]))
    (found,) = problems(other)
    assert str(found) == (
        "members[0].keys[0].algorithm: x25519 is not for the role ballot "
        "(x25519 for recipients of notices, and for nothing else)"
    )


def test_a_key_has_one_part_or_two() -> None:
    secretariat = read_charter(_sound()).secretariat_keys
    assert [len(halves(one)) for one in secretariat] == [1, 2, 1]
    assert "".join(halves(secretariat[1])) == secretariat[1].public


def test_a_population_must_be_stated_for_all_or_none() -> None:
    def change(document: dict[str, Any]) -> None:
        document["members"][0]["population"] = "83000000"
        rules({"tests": _tests(measure="population")})(document)

    assert any("so it counts for nothing" in one.message for one in problems(changed(change)))


def test_weights_vetoes_and_double_majorities_can_be_said() -> None:
    def change(document: dict[str, Any]) -> None:
        for one in document["members"]:
            one.update(weight="3", population="1000000")
        tests = _tests(share="55/100") + _tests(measure="population", share="65/100") + _tests(measure="weight", of="cast")
        both = {"decisions": ["add", "remove"], "tests": tests, "veto": ["JP"], "quorum": "3"}
        rules(both)(document)
        document["rules"][-1]["decisions"] = ["amend", "renew"]

    assert problems(changed(change)) == []


def test_a_narrower_rule_may_come_first_and_a_wider_one_last() -> None:
    def change(document: dict[str, Any]) -> None:
        document["rules"] = [
            {**document["rules"][-1], "decisions": ["add"], "fields": ["quantum"], "quorum": "5"},
            {**document["rules"][-1], "decisions": ["*"], "fields": ["*"]},
        ]

    assert problems(changed(change)) == []


def test_a_member_may_sit_out_a_field_and_then_has_no_veto_there() -> None:
    def change(document: dict[str, Any]) -> None:
        document["fields"][0]["eligible"].pop(0)
        rules({"decisions": ["add", "remove"], "veto": ["DE"], "quorum": "4"})(document)
        document["rules"][-1]["decisions"] = ["amend", "renew"]

    (found,) = [one for one in problems(changed(change)) if one.place.endswith("veto")]
    assert found.message == "DE is given a veto in ai, where it does not decide, so its no is never counted"


@given(st.integers(1, 12), st.integers(0, 13), st.integers(0, 14))
def test_thresholds_are_refused_exactly_where_two_records_could_count(n: int, f: int, k: int) -> None:
    members = tuple(dataclasses.replace(SMALL.members[0], id=f"M{number}") for number in range(n))
    charter = dataclasses.replace(SMALL, members=members, faults=f, cosign_threshold=k, publication_threshold=k)
    refused = {one.place for one in problems(charter) if one.place.startswith("thresholds")}
    assert (refused == {"thresholds.cosign", "thresholds.publication"}) == (2 * k <= n + f or k > n)
    assert bool(refused) == (2 * k <= n + f or k > n)
    assert any(one.place == "faults" for one in problems(charter)) == (n <= f)


@given(st.integers(1, 6), st.integers(0, 6), st.integers(0, 6))
def test_the_threshold_means_what_it_says(n: int, f: int, k: int) -> None:
    if k > n or f > n:
        return
    groups = [set(group) for group in itertools.combinations(range(n), k)]
    # Two records can both count if and only if two groups of k share no more than the f that may sign both.
    splits = any(len(first & second) <= f for first in groups for second in groups if first != second or f >= k)
    possible = 2 * k - n <= f if k < n else f >= k
    assert splits == possible
    assert (2 * k <= n + f) == (2 * k - n <= f)


def test_liveness_says_what_k_costs() -> None:
    assert liveness(read_charter(_sound())) == [
        "n = 5 members, of whom f = 1 may be dishonest or have lost their keys.",
        "Cosigning: k = 4 of 5. It stops while 2 members do not sign. "
        "Two records that contradict each other need 3 members who sign both.",
        "Publication: k = 4 of 5. It stops while 2 members do not sign. "
        "Two records that contradict each other need 3 members who sign both.",
    ]
    three = liveness(read_charter(shipped_charter("three-states")))
    assert "It stops while 1 member does not sign." in three[1]
    assert three[2] == "Cosigning also stops if 1 dishonest member kept silent: no result, but none false."
    odd = dataclasses.replace(read_charter(_sound()), cosign_threshold=3)
    assert "need 1 member who signs both" in liveness(odd)[1]


def test_a_successor() -> None:
    old = read_charter(_sound())
    assert follows(changed(lambda d: d.update(version="2", previous=old.digest)), old) == []
    assert problems(changed(lambda d: d.update(version="2", previous=old.digest))) == []
    assert [one.place for one in follows(old, old)] == ["version", "previous"]
    other = {"framework": "six-states", "origin": "elsewhere/log", "version": "3", "previous": "ab" * 32}
    assert [one.place for one in follows(changed(lambda d: d.update(other)), old)] == [
        "framework",
        "version",
        "previous",
        "origin",
    ]


MEMBERS = "ABCD"
WEIGHTS = dict(zip(MEMBERS, (1, 2, 3, 0), strict=True))


def adopts(rule: Rule, votes: dict[str, str], cosigned: set[str]) -> bool:
    """Tell whether a rule adopts, by steps 4 to 7 of the tally in docs/reference/record.md."""
    silent = {one for one in MEMBERS if one not in votes and one in cosigned} if rule.silence else set()
    yes = {one for one, choice in votes.items() if choice == "yes"} | silent
    no = {one for one, choice in votes.items() if choice == "no"}
    if len(votes) + len(silent) < rule.quorum or no & set(rule.veto) or (rule.consensus and no):
        return False
    return all(_holds(test, yes, no) for test in rule.tests)


def _holds(test: Majority, yes: set[str], no: set[str]) -> bool:
    def total(ids: set[str]) -> int:
        return len(ids) if test.measure == "members" else sum(WEIGHTS[one] for one in ids)

    base = total(set(MEMBERS)) if test.of == "all" else total(yes) + total(no)
    reached = total(yes) > test.share * base if test.strict else total(yes) >= test.share * base
    return reached and total(yes) > 0


_SHARES = st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(2, 3), Fraction(1)])
_TESTS = st.builds(
    Majority, st.sampled_from(["members", "weight"]), _SHARES, st.booleans(), st.sampled_from(["all", "cast"])
)
_RULES = st.builds(
    Rule,
    st.just(("add",)),
    st.just(("*",)),
    st.integers(0, 4),
    st.booleans(),
    st.booleans(),
    st.lists(st.sampled_from(MEMBERS), max_size=2, unique=True).map(tuple),
    st.lists(_TESTS, min_size=1, max_size=2).map(tuple),
)
_VOTES = st.dictionaries(st.sampled_from(MEMBERS), st.sampled_from(["yes", "no", "abstain"]))


@given(_RULES, _RULES, st.lists(st.tuples(_VOTES, st.sets(st.sampled_from(MEMBERS))), min_size=8, max_size=8))
def test_a_rule_that_is_not_harder_adopts_whatever_the_other_adopts(
    rule: Rule, than: Rule, ballots: list[tuple[dict[str, str], set[str]]]
) -> None:
    if harder(rule, than):
        return
    for votes, cosigned in ballots:
        assert not adopts(than, votes, cosigned) or adopts(rule, votes, cosigned)


@given(_RULES)
def test_no_rule_is_harder_than_itself(rule: Rule) -> None:
    assert harder(rule, rule) == ""


def test_why_a_rule_is_harder() -> None:
    base = read_charter(_sound()).rules[-1]
    change = functools.partial(dataclasses.replace, base)
    whole = Majority("members", Fraction(1), False, "all")
    assert harder(change(quorum=5), base) == "its quorum is 5 and not 4"
    assert harder(base, change(silence=True)) == "silence does not consent to it"
    assert harder(change(consensus=True), base) == "one no rejects it"
    assert harder(change(veto=("JP",)), base) == "JP can veto it"
    assert harder(change(veto=("JP",)), change(consensus=True)) == ""
    assert harder(change(tests=(whole,)), base) == "it asks for all of the members that decide"
    assert harder(base, change(tests=(whole,))) == ""
    cast = dataclasses.replace(whole, of="cast", strict=False)
    assert harder(change(tests=(cast,)), change(consensus=True)) == ""


def test_words_of_a_majority() -> None:
    assert majority_words(Majority("members", Fraction(1, 2), True, "cast")) == "more than 1/2 of the yes and no votes cast"
    assert (
        majority_words(Majority("weight", Fraction(2, 3), False, "all"))
        == "at least 2/3 of the weight of the members that decide"
    )
    assert majority_words(Majority("population", Fraction(1), False, "cast")).startswith("all of the population behind")


def test_every_decision_has_a_rule_or_is_refused() -> None:
    charter = read_charter(_sound())
    only = dataclasses.replace(charter, rules=charter.rules[-1:])
    missing = [one.message for one in problems(only) if one.place == "rules"]
    assert len(missing) == len(OF_WHOLE) + len(charter.fields) * (len(OF_LIST) - 4)
