"""One condition of a rule, and how several combine: truth, words, questions.

Decides what is left to ask when conditions are joined in Kleene's logic. Knows no law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sekisho.licensing.determination import Finding, Question, merge_questions
from sekisho.licensing.outcome import Outcome
from sekisho.logic.truth import Truth, all_of, any_of


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a rule asks.

    Attributes:
        truth: YES, NO or UNKNOWN.
        text: What was found, a clause for the reader.
        questions: What would settle an UNKNOWN.
        refer: Where UNKNOWN: a person must look, whatever the user answers.
    """

    truth: Truth
    text: str
    questions: tuple[Question, ...] = ()
    refer: bool = False

    def __invert__(self) -> Condition:
        """Return the opposite; the words stay, because they say what was found and not what follows."""
        return replace(self, truth=~self.truth)


def yes(text: str) -> Condition:
    """Return a condition that holds."""
    return Condition(Truth.YES, text)


def no(text: str) -> Condition:
    """Return a condition that does not hold."""
    return Condition(Truth.NO, text)


def ask(text: str, *questions: Question) -> Condition:
    """Return an open condition that the user's answers settle."""
    return Condition(Truth.UNKNOWN, text, questions)


def look(text: str, *questions: Question) -> Condition:
    """Return an open condition that a person must look at: law not encoded, or a judgement."""
    return Condition(Truth.UNKNOWN, text, questions, refer=True)


def every(conditions: Iterable[Condition]) -> Condition:
    """Return the conjunction; its words are those of the first that fails, else of all that are open, else of all."""
    ones = tuple(conditions)
    return _told(ones, all_of(one.truth for one in ones), first=Truth.NO)


def some(conditions: Iterable[Condition]) -> Condition:
    """Return the disjunction; its words are those of the first that holds, else of all that are open, else of all."""
    ones = tuple(conditions)
    return _told(ones, any_of(one.truth for one in ones), first=Truth.YES)


def _told(ones: tuple[Condition, ...], truth: Truth, first: Truth) -> Condition:
    spoken = [one for one in ones if one.truth is truth]
    texts = dict.fromkeys(one.text for one in (spoken[:1] if truth is first else spoken) if one.text)
    if truth is not Truth.UNKNOWN:
        return Condition(truth, "; ".join(texts))
    questions = merge_questions(question for one in spoken for question in one.questions)
    return Condition(truth, "; ".join(texts), questions, any(one.refer or not one.questions for one in spoken))


def finding(
    rule: str,
    effect: Outcome,
    condition: Condition,
    citation: str,
    *,
    text: str = "",
    entry: str = "",
    reason: str = "",
    item: int | None = None,
    requirement: bool = True,
) -> Finding:
    """Return what a rule says, given its whole condition.

    Args:
        rule: Its name.
        effect: What follows where it applies.
        condition: All that it asks.
        citation: Where it stands.
        text: What it says; the condition's words are put behind it.
        entry: The listed entry that it rests on.
        reason: Short ground.
        item: Index of the item concerned.
        requirement: Whether it is a requirement to be overcome by itself.
    """
    words = ": ".join(part for part in (text, condition.text) if part)
    return Finding(
        rule=rule,
        effect=effect,
        applies=condition.truth,
        text=words,
        citation=citation,
        questions=tuple(replace(one, decides=one.decides or (entry or rule,)) for one in condition.questions),
        entry=entry,
        reason=reason,
        item=item,
        requirement=requirement,
        refer=condition.refer,
    )
