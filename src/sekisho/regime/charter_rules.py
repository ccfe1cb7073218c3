"""Whether the rules of a charter can be satisfied, cover every decision, and make decontrol as easy as listing.

Decides nothing about how votes are counted: that is the tally (``docs/reference/record.md``). Reasons about it by its
best case: every member of the electorate says yes.
"""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.regime.charter import DECISIONS, OF_LIST, OF_WHOLE, Charter, Rule, Test
from sekisho.regime.charter_problem import Problem

Pair = tuple[str, str]
"""A kind of decision and a field."""


def rule_problems(charter: Charter) -> Iterator[Problem]:
    """Yield what is wrong with the rules of a charter, in the order of the rules."""
    pairs = _pairs(charter)
    taken: dict[Pair, int] = {}
    for number, rule in enumerate(charter.rules):
        place = f"rules[{number}]"
        own = [pair for pair in pairs if rule.covers(*pair)]
        fresh = [pair for pair in own if pair not in taken]
        yield from _shape(charter, rule, place)
        yield from _reach(rule, place, own, taken)
        yield from _silence(rule, place)
        for pair in fresh:
            taken[pair] = number
        yield from _possible(charter, rule, place, fresh)
    yield from _covered(pairs, taken)
    for field in charter.fields:
        yield from _decontrol(charter, field.id)


def _pairs(charter: Charter) -> list[Pair]:
    """Return every decision that can come up: on the list in each field, on the framework in ``*``."""
    listed = [(decision, field.id) for field in charter.fields for decision in OF_LIST]
    return listed + [(decision, "*") for decision in OF_WHOLE]


def _shape(charter: Charter, rule: Rule, place: str) -> Iterator[Problem]:
    if not rule.decisions or not rule.fields:
        yield Problem(place, "the rule is for no decision or for no field", 'name them, or write "*"')
    for name, values in (("decisions", rule.decisions), ("fields", rule.fields), ("veto", rule.veto)):
        if len(set(values)) != len(values):
            yield Problem(f"{place}.{name}", "a name stands twice", "name each once")
    for field in rule.fields:
        if field != "*" and charter.field(field) is None:
            yield Problem(f"{place}.fields", f"the charter has no field {field}", "name a field of the charter")
    for decision in rule.decisions:
        if decision in OF_WHOLE and "*" not in rule.fields:
            message = f"{decision} concerns the whole framework and not one field"
            yield Problem(f"{place}.fields", message, 'write "*" as the field')
        if decision not in (*DECISIONS, "*"):
            yield Problem(f"{place}.decisions", f"there is no decision {decision}", f"decisions: {', '.join(DECISIONS)}")
    if not rule.tests:
        message = "without a test a proposal would be adopted that nobody voted for"
        yield Problem(f"{place}.tests", message, "ask for a share of the members, even with consensus")


def _reach(rule: Rule, place: str, own: list[Pair], taken: dict[Pair, int]) -> Iterator[Problem]:
    if own and all(pair in taken for pair in own):
        first = min(taken[pair] for pair in own)
        message = f"the rule is never reached: rule {first} and those after it cover all that it names"
        yield Problem(place, message, "the first rule that covers a decision holds; put the narrower one first")
        return
    for decision, field in own:
        if (decision, field) in taken and decision in rule.decisions and field in rule.fields:
            message = f"{decision} in {field} is named here, but rule {taken[decision, field]} comes first"
            yield Problem(place, message, "name it in one rule only, or put this rule first")


def _silence(rule: Rule, place: str) -> Iterator[Problem]:
    if not rule.silence:
        return
    if "*" in rule.decisions:
        message = "silence would consent to decisions that the charter does not name"
        yield Problem(f"{place}.silence", message, "list the decisions to which silence consents")
    for decision in rule.decisions:
        if decision in OF_WHOLE:
            message = f"nobody consents to {decision} by silence"
            yield Problem(f"{place}.silence", message, "take it out of this rule, or say no to silence")


def _possible(charter: Charter, rule: Rule, place: str, fresh: list[Pair]) -> Iterator[Problem]:
    """Yield why the rule cannot be satisfied, for each electorate that it is for, once."""
    for field in dict.fromkeys(field for _, field in fresh):
        electorate = charter.electorate(field)
        if rule.quorum > len(electorate):
            message = f"a quorum of {rule.quorum} cannot be reached in {field}, where {len(electorate)} members decide"
            yield Problem(f"{place}.quorum", message, f"ask for {len(electorate)} at most")
        for member in rule.veto:
            if member not in electorate:
                message = f"{member} is given a veto in {field}, where it does not decide, so its no is never counted"
                yield Problem(f"{place}.veto", message, "give a veto to members of the electorate only")
        for number, test in enumerate(rule.tests):
            yield from _test(charter, test, f"{place}.tests[{number}]", electorate, field)


def _test(charter: Charter, test: Test, place: str, electorate: tuple[str, ...], field: str) -> Iterator[Problem]:
    if test.share > 1 or (test.strict and test.share == 1):
        message = f"{'more than ' if test.strict else ''}{test.share} of the votes cannot be reached"
        yield Problem(f"{place}.share", message, "a share is at most 1, and strictly less where it is strict")
    if test.share <= 0:
        message = "a share of nothing is reached by one vote, whatever the others say"
        yield Problem(f"{place}.share", message, "name a share above 0")
    measured = [measure_of(charter, member, test.measure) for member in electorate]
    if electorate and not sum(measured):
        message = f"nobody in {field} has any {test.measure}, so the test never holds"
        yield Problem(f"{place}.measure", message, f"state the {test.measure} of the members, or measure members")
    elif test.measure == "population" and 0 in measured:
        message = f"the population of a member that decides in {field} is not stated, so it counts for nothing"
        yield Problem(f"{place}.measure", message, "state the population of every member")


def measure_of(charter: Charter, member: str, measure: str) -> int:
    """Return what a member counts for where a test measures ``members``, ``weight`` or ``population``."""
    found = charter.member(member)
    if measure == "members":
        return 1
    return 0 if found is None else int(getattr(found, measure))


def _covered(pairs: list[Pair], taken: dict[Pair, int]) -> Iterator[Problem]:
    for decision, field in pairs:
        if (decision, field) not in taken:
            where = "the whole framework" if field == "*" else field
            message = f"no rule says how {decision} is decided in {where}"
            yield Problem("rules", message, 'add a rule, or a last one for all decisions and fields ("*")')


def _decontrol(charter: Charter, field: str) -> Iterator[Problem]:
    add = charter.rule("add", field)
    for decision in ("remove", "withdrawal"):
        rule = charter.rule(decision, field)
        reason = "" if add is None or rule is None else harder(rule, add)
        if reason:
            message = f"in {field}, {decision} is harder than add: {reason}; what is easy to list would stay listed for ever"
            yield Problem(f"rules[{charter.rules.index(rule)}]" if rule else "rules", message, f"ask no more for {decision}")


def harder(rule: Rule, than: Rule) -> str:
    """Say in what a rule asks for more than another; empty if whatever passes the other passes it too.

    Sound for one electorate: if the answer is empty, every set of votes that the other rule adopts is adopted by this one.
    """
    if rule.quorum > than.quorum:
        return f"its quorum is {rule.quorum} and not {than.quorum}"
    if than.silence and not rule.silence:
        return "silence does not consent to it"
    if rule.consensus and not than.consensus:
        return "one no rejects it"
    vetoes = set() if than.consensus else set(rule.veto) - set(than.veto)
    if vetoes:
        return f"{', '.join(sorted(vetoes))} can veto it"
    wanting = [test for test in rule.tests if not _implied(test, than)]
    return f"it asks for {majority_words(wanting[0])}" if wanting else ""


def _implied(test: Test, by: Rule) -> bool:
    # Under consensus nobody says no, and a test needs a yes: then the members that cast a vote all said yes.
    unopposed = by.consensus and bool(by.tests) and (test.measure, test.of) == ("members", "cast")
    attainable = test.share < 1 or (test.share == 1 and not test.strict)
    return (unopposed and attainable) or any(_implies(other, test) for other in by.tests)


def _implies(stronger: Test, weaker: Test) -> bool:
    # Y >= s * all implies Y >= s * cast, because the yes and no votes cast are never more than all.
    same_base = stronger.of == weaker.of or (stronger.of, weaker.of) == ("all", "cast")
    enough = stronger.share > weaker.share or (stronger.share == weaker.share and (stronger.strict or not weaker.strict))
    return stronger.measure == weaker.measure and same_base and enough


_BASE_WORDS = {
    ("members", "all"): "the members that decide",
    ("members", "cast"): "the yes and no votes cast",
    ("weight", "all"): "the weight of the members that decide",
    ("weight", "cast"): "the weight of the yes and no votes cast",
    ("population", "all"): "the population of the members that decide",
    ("population", "cast"): "the population behind the yes and no votes cast",
}


def majority_words(test: Test) -> str:
    """Return a test in words, for example ``at least 2/3 of the members that decide``."""
    base = _BASE_WORDS[test.measure, test.of]
    if test.share == 1 and not test.strict:
        return f"all of {base}"
    return f"{'more than' if test.strict else 'at least'} {test.share} of {base}"
