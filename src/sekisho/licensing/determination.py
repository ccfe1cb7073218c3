"""A determination: findings of one jurisdiction, combined without losing a requirement or a question.

Every rule of every jurisdiction ends in a Finding: an effect, and whether the rule applies (YES, NO, UNKNOWN). What a
finding may do to the answer is decided here, once:

* YES settles its effect: it counts for the outcome, the floor and the ceiling.
* UNKNOWN opens it: it counts for the ceiling, and for the outcome as NEEDS_INFORMATION, or REFER where no question to
  the user could settle it.
* NO is a reason, kept in the trace.

Because every rule is monotone in Kleene's sense (a fact more never turns YES into NO), removing a fact never raises
the floor and never lowers the ceiling.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sekisho.licensing.outcome import Outcome, strictest
from sekisho.logic.truth import Truth
from sekisho.terms.trace import Step


@dataclass(frozen=True, slots=True)
class Question:
    """Something that would decide, asked of the user.

    Attributes:
        about: ``item``, ``party`` or ``transaction``.
        index: Which item or party, from 0; 0 for the transaction.
        field: The field to fill in, for example ``cnot_error`` or ``end_use.flags``.
        text: The question, for a reader.
        unit: Declared unit of the field; empty if it has none.
        decides: Entries or rules that it would decide.
    """

    about: str
    index: int
    field: str
    text: str
    unit: str = ""
    decides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says.

    Attributes:
        rule: Short name of the rule, for example ``EAR end user: Entity List``.
        effect: What follows where the rule applies.
        applies: YES, NO or UNKNOWN.
        text: The finding in a sentence.
        citation: Where the rule stands.
        questions: What would settle an UNKNOWN; empty means that no answer of the user could, so a person must look.
        entry: The listed entry that the finding rests on; empty if none.
        reason: Reason for control (NS, RS …) or short ground; empty if none.
        policy: Licensing policy of the authority; empty if unknown.
        item: Index of the item concerned, or None for the transaction.
        hold: Whether the law says to wait for an answer of the authority.
        requirement: Whether the finding is a requirement to be overcome by itself (listed under ``requirements``).
        refer: Where UNKNOWN: a person must look even though questions could help (a possible match, undecided law).
    """

    rule: str
    effect: Outcome
    applies: Truth
    text: str
    citation: str = ""
    questions: tuple[Question, ...] = ()
    entry: str = ""
    reason: str = ""
    policy: str = ""
    item: int | None = None
    hold: bool = False
    requirement: bool = False
    refer: bool = False


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A licence exception or general licence that may help.

    Attributes:
        code: For example ``IEC`` or ``EU001``.
        status: ``to_examine`` (its conditions were not evaluated), ``barred`` (a bar applies).
        conditions: What to examine.
        citation: Where it stands.
        items: Indexes of the items that it could serve.
    """

    code: str
    status: str
    conditions: tuple[str, ...]
    citation: str
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Whether a jurisdiction has a say, and why.

    Attributes:
        verdict: YES, NO or UNKNOWN.
        basis: The provision.
        text: The finding in a sentence.
        questions: What would settle an UNKNOWN.
    """

    verdict: Truth
    basis: str
    text: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Determination:
    """The answer of one authority.

    Attributes:
        jurisdiction: ``US``, ``JP``, ``EU``, ``DE``, ``NL``, ``GB``.
        authority: For example ``BIS``.
        claim: Whether its law applies.
        findings: Every finding, in the order of reasoning.
        authorisations: What may help.
        conflicts: Conflicts of law, a sentence each.
        procedure: Name of the procedure of which this is a leg (``EU`` for EU with DE or NL); empty if none.
        law_as_known: Day up to which this law is known to the rulebook, as text.
    """

    jurisdiction: str
    authority: str
    claim: Claim
    findings: tuple[Finding, ...]
    authorisations: tuple[Authorisation, ...] = ()
    conflicts: tuple[str, ...] = ()
    procedure: str = ""
    law_as_known: str = ""

    @property
    def outcome(self) -> Outcome:
        """Return the gate of this authority."""
        return strictest(_gate(self.claim, self.findings))

    @property
    def floor(self) -> Outcome:
        """Return the strictest effect already settled."""
        if self.claim.verdict is not Truth.YES:
            return Outcome.NO_REQUIREMENT_FOUND
        return strictest(finding.effect for finding in self.findings if finding.applies is Truth.YES)

    @property
    def ceiling(self) -> Outcome:
        """Return the strictest effect that any open question could bring."""
        if self.claim.verdict is Truth.NO:
            return Outcome.NO_REQUIREMENT_FOUND
        return strictest(finding.effect for finding in self.findings if finding.applies is not Truth.NO)

    @property
    def hold(self) -> bool:
        """Tell whether a settled duty says to wait."""
        return self.claim.verdict is Truth.YES and any(
            finding.hold and finding.applies is Truth.YES for finding in self.findings
        )

    @property
    def requirements(self) -> tuple[Finding, ...]:
        """Return the settled requirements, each to be overcome separately."""
        if self.claim.verdict is not Truth.YES:
            return ()
        return tuple(finding for finding in self.findings if finding.requirement and finding.applies is Truth.YES)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the open questions, each once, in the order of reasoning."""
        open_findings = [finding for finding in self.findings if finding.applies is Truth.UNKNOWN]
        if self.claim.verdict is Truth.NO or self.ceiling is Outcome.NO_REQUIREMENT_FOUND:
            return ()
        asked = self.claim.questions if self.claim.verdict is Truth.UNKNOWN else ()
        return merge_questions((*asked, *(question for finding in open_findings for question in finding.questions)))

    def steps(self) -> tuple[Step, ...]:
        """Return the reasoning: the claim, then every finding."""
        claim = Step("claim", self.claim.text, self.claim.basis)
        return (claim, *(Step(finding.rule, finding.text, finding.citation) for finding in self.findings))


def _gate(claim: Claim, findings: Iterable[Finding]) -> Iterable[Outcome]:
    """Yield what each finding contributes to the gate."""
    if claim.verdict is Truth.NO:
        return
    for finding in findings:
        if finding.applies is Truth.NO or finding.effect is Outcome.NO_REQUIREMENT_FOUND:
            continue
        if finding.applies is Truth.YES and claim.verdict is Truth.YES:
            yield finding.effect
            continue
        asks = finding.questions if finding.applies is Truth.UNKNOWN else claim.questions
        yield Outcome.NEEDS_INFORMATION if asks and not finding.refer else Outcome.REFER


def merge_questions(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Return each question once, joining what it decides; the first wording stays."""
    merged: dict[tuple[str, int, str], Question] = {}
    for question in questions:
        key = (question.about, question.index, question.field)
        first = merged.get(key, question)
        merged[key] = replace(first, decides=tuple(dict.fromkeys(first.decides + question.decides)))
    return tuple(merged.values())


@dataclass(frozen=True, slots=True)
class Decision:
    """The answers of every jurisdiction, and the headline: the strictest over all legs.

    The headline is a summary for the shipping desk, not a legal conclusion.
    """

    determinations: tuple[Determination, ...]
    conflicts: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Return the strictest gate."""
        return strictest(leg.outcome for leg in self.determinations)

    @property
    def floor(self) -> Outcome:
        """Return the strictest effect settled in any leg."""
        return strictest(leg.floor for leg in self.determinations)

    @property
    def ceiling(self) -> Outcome:
        """Return the strictest effect that may still come in any leg."""
        return strictest(leg.ceiling for leg in self.determinations)

    @property
    def hold(self) -> bool:
        """Tell whether some leg says to wait."""
        return any(leg.hold for leg in self.determinations)
