"""The fold: authenticated statements, in the order of the log, to where every matter stands.

Decides what a statement changes, by the charter and the table of the procedure. What it refuses raises ``RecordError`` and
changes nothing; the caller sets it aside with the reason. Knows no signature, no tree and no clock: time is what filed
checkpoints say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sekisho.errors import RecordError
from sekisho.notices.acts import KINDS as ACTS
from sekisho.notices.acts import Acts
from sekisho.regime import procedure, rounds
from sekisho.regime.charter import SECRETARIAT, Charter
from sekisho.regime.charter_checks import follows
from sekisho.regime.edition import Edition, refuse_disguise
from sekisho.regime.matter import Event, Filed, Finding, Matter, Objection, Round, withheld
from sekisho.regime.procedure import State
from sekisho.regime.statements import LANGUAGE, parse_time
from sekisho.terms.canonical import digest, encode

_OF_ROUND = frozenset({"ballot", "close", "challenge", "settlement", "certificate", "opening"})
_RAISES_REVIEW = frozenset({State.ADOPTED, State.CERTIFIED, State.PUBLISHED, State.EFFECTIVE, State.UNDER_REVIEW})


class Docket:
    """Everything that the members have decided or have before them, as of some leaf of the log.

    Args:
        charter: Charter 1.
    """

    def __init__(self, charter: Charter) -> None:
        self.charter = charter
        self.charters: dict[str, Charter] = {charter.digest: charter}
        self.matters: dict[str, Matter] = {}
        self.rounds: dict[str, Round] = {}
        self.objections: dict[str, tuple[Matter, Objection]] = {}
        self.filed: list[Filed] = []
        self.findings: list[Finding] = []
        self.understandings: list[Event] = []
        self.left: dict[str, int] = {}
        self.edition = Edition(charter.framework)
        self._accepted: set[str] = {charter.digest}
        self._subject_of: dict[str, Matter] = {}
        self._closing: dict[str, Round] = {}
        self._numbers: dict[str, str] = {}
        handlers = (
            *(self._concern, self._proposal, self._step, self._objection, self._reply, self._lift, self._round),
            *(self._ballot, self._close, self._challenge, self._settlement, self._certificate, self._opening),
            *(self._exit, self._understanding),
        )
        self._handlers = {handler.__name__.removeprefix("_"): handler for handler in handlers}
        self._handlers |= dict.fromkeys(ACTS, self._act)
        self.acts = Acts()

    @property
    def now(self) -> dt.datetime | None:
        """Return the time of the last filed checkpoint: nothing later is known."""
        return self.filed[-1].time if self.filed else None

    def check(self, event: Event) -> None:
        """Refuse what no statement of any kind may be.

        Raises:
            RecordError: It was said before, is of another framework or charter, or by a member that has left.
        """
        if event.digest in self._accepted:
            raise RecordError("this was said before")
        if event.body["framework"] != self.charter.framework:
            raise RecordError("the statement is of another framework")
        if event.by != SECRETARIAT and event.by in self.left:
            raise RecordError(f"{event.by} has left")
        if event.kind not in _OF_ROUND and event.body["charter"] != self.charter.digest:
            raise RecordError("the statement is made under a charter that is not in force")

    def apply(self, event: Event) -> None:
        """Take a statement in.

        Raises:
            RecordError: It is set aside, for the reason given; nothing has changed.
        """
        self.check(event)
        handler = self._handlers.get(event.kind)
        if handler is not None:
            handler(event)
        self._accepted.add(event.digest)

    def file(self, point: Filed) -> None:
        """Take a filed checkpoint in: time passes, closes take effect, clocks run out.

        Raises:
            RecordError: Its size or time is less than that of the one before.
        """
        if self.filed and (point.size < self.filed[-1].size or point.time < self.filed[-1].time):
            raise RecordError("a checkpoint is filed that is older than the one before")
        self.filed.append(point)
        for one in [one for one in self._closing.values() if any(index < point.size for index in one.candidates)]:
            for sentence in rounds.try_close(one, self.filed):
                self._note(point.index, sentence, one.event.digest)
            if not one.candidates:
                del self._closing[one.event.digest]
        for matter in self.matters.values():
            if matter.state in procedure.TERMINAL:
                continue
            if matter.entered is None and matter.since < point.size:
                matter.entered = point.time
            self._run_clocks(matter, point)

    def adopt_charter(self, charter: Charter, index: int) -> None:
        """Put the next charter in force.

        Raises:
            RecordError: It does not follow the one in force, or no round has adopted it.
        """
        wrong = follows(charter, self.charter)
        if wrong:
            raise RecordError(f"the charter does not follow the one in force: {wrong[0]}")
        matter = next((one for one in self.matters.values() if self._adopts(one, charter.digest)), None)
        if matter is None:
            raise RecordError("no round has adopted this charter")
        self._move(matter, "enact", index, by=SECRETARIAT)
        self.charter = charter
        self.charters[charter.digest] = charter
        self.left = {member: left for member, left in self.left.items() if charter.member(member) is None}
        self._accepted.add(charter.digest)

    def suspect(self, by: str, fingerprint: str, since: int, index: int, keys: Mapping[str, str]) -> None:
        """Open a review of every adoption that counted a ballot signed by a revoked key from a leaf on.

        Args:
            by: Whose key it is.
            fingerprint: Of the key.
            since: First suspect leaf.
            index: Of the revocation.
            keys: Digest of each ballot to the fingerprint of its key.
        """
        for matter in self.matters.values():
            one = matter.rounds[-1] if matter.rounds else None
            if one is None or one.settlement is None or matter.state not in _RAISES_REVIEW:
                continue
            counted = [vote for vote in one.votes if vote.member == by and vote.index >= since]
            if any(keys.get(vote.digest) == fingerprint for vote in counted):
                text = f"a ballot of {by} was signed by a key suspect since leaf {since}: to be reviewed; nothing is undone"
                matter.reviews.append(text)
                self._note(index, text, matter.digest)

    # -- one handler for each kind of statement ---------------------------------------------------------------------

    def _concern(self, event: Event) -> None:
        self._require_field(event.body["field"])
        self._open(event, State.CONCERN)

    def _proposal(self, event: Event) -> None:
        body = event.body
        if body["language"] != LANGUAGE:
            raise RecordError(f"the expression language {body['language']} is not {LANGUAGE}")
        if self.charter.rule(body["decision"], body["field"]) is None:
            raise RecordError(f"the charter has no rule for {body['decision']} in {body['field']}")
        if body["field"] != "*":
            self._require_field(body["field"])
        refuse_disguise(body)
        old = self._matter(body["replaces"]) if body["replaces"] else None
        carried = old is not None and old.event.body.get("concern") == body["concern"]
        concern = self._matter(body["concern"], State.CONCERN) if body["concern"] and not carried else None
        if self._numbers.get(body["number"]) not in (None, body["replaces"]):
            raise RecordError(f"the number {body['number']} is taken")
        if old is not None:
            self._move(old, "replace", event.index, by=event.by)
        self._numbers[body["number"]] = event.digest
        self._open(event, State.DRAFT)
        if concern is not None:
            self._move(concern, "propose", event.index, by=event.by)

    def _step(self, event: Event) -> None:
        move = event.body["move"]
        if move not in procedure.BY_STEP:
            raise RecordError(f"{move!r} is not a step", remedy=f"steps are {', '.join(sorted(procedure.BY_STEP))}")
        self._move(self._matter(event.body["subject"]), move, event.index, by=event.by)

    def _objection(self, event: Event) -> None:
        matter = self._matter(event.body["subject"])
        if matter.state not in (State.TESTED, State.DELIBERATION, State.LAST_CALL, State.BALLOT):
            raise RecordError(f"nobody can object to a matter that is {matter.state.value}")
        if matter.rounds and matter.rounds[-1].close is not None:
            raise RecordError("the round is closed")
        objection = Objection(event)
        matter.objections[event.digest] = objection
        self.objections[event.digest] = (matter, objection)

    def _reply(self, event: Event) -> None:
        matter, objection = self._objected(event.body["objection"])
        if event.by != matter.event.by:
            raise RecordError("an objection is answered by the sponsor")
        objection.replies.append(event)

    def _lift(self, event: Event) -> None:
        _, objection = self._objected(event.body["objection"])
        if event.by != objection.event.by:
            raise RecordError("an objection is lifted by the member that made it")
        if objection.lifted is not None:
            raise RecordError(f"the objection was lifted at leaf {objection.lifted}")
        objection.lifted = event.index

    def _round(self, event: Event) -> None:
        body, matter = event.body, self._matter(event.body["subject"])
        rule = self.charter.rule(matter.decision, matter.field)
        electorate = self.charter.electorate(matter.field)
        if rule is None or not electorate:
            raise RecordError(f"nobody decides on {matter.decision} in {matter.field}")
        if int(body["number"]) != len(matter.rounds) + 1:
            raise RecordError(f"this would be round {len(matter.rounds) + 1}")
        if body["base_edition"] != self.edition.digest:
            raise RecordError("the round starts from another edition than the one that stands")
        clash = self.clash(matter)
        if clash:
            raise RecordError(clash, remedy="replace the proposal")
        opens, closes = parse_time(body["opens"]), parse_time(body["closes"])
        clock = self.charter.clocks["emergency_ballot" if matter.decision == "emergency" else "ballot"]
        if closes - opens != clock:
            raise RecordError(f"the charter gives a ballot {clock}, not {closes - opens}")
        allowed = dt.timedelta(seconds=self.charter.delta_seconds) + self.charter.clocks["slack"]
        if self.now is None or abs(opens - self.now) > allowed:
            raise RecordError("the round does not open when the log says it is")
        self._move(matter, "ballot", event.index, by=event.by)
        one = Round(event, self.charter, rule, electorate, closes)
        matter.rounds.append(one)
        self.rounds[event.digest] = one
        self._subject_of[event.digest] = matter

    def _ballot(self, event: Event) -> None:
        one, _ = self._running(event)
        rounds.check_ballot(event, one)
        if one.close is not None and event.index > one.close:
            raise RecordError("the ballot comes after the close")
        one.votes.append(rounds.vote_of(event))

    def _close(self, event: Event) -> None:
        one, _ = self._running(event)
        if one.close is not None:
            raise RecordError("the round is closed already")
        if event.body["closes"] != one.event.body["closes"]:
            raise RecordError("the close names another deadline than the round")
        one.candidates.append(event.index)
        self._closing.setdefault(one.event.digest, one)

    def _challenge(self, event: Event) -> None:
        one, matter = self._running(event)
        missing = rounds.uphold(event, one, matter.objections)
        one.upheld.append(missing)
        self._note(event.index, f"a statement that was received in time is not in the log: {missing}", matter.digest)

    def _settlement(self, event: Event) -> None:
        one, matter = self._running(event)
        clash = self.clash(matter)
        found, written = rounds.recount(one, matter.standing(one.close), clash)
        rounds.check_settlement(event, one, self.now, found.outcome, digest(encode(written)))
        self._move(matter, "settle", event.index, by=event.by, **{found.outcome: True})
        one.settlement, one.report = event, written
        if found.outcome == "adopted" and matter.of_list:
            self._apply_changes(matter, event.index)

    def _certificate(self, event: Event) -> None:
        one, matter = self._subject(event)
        body = event.body
        if one.settlement is None or body["settlement"] != one.settlement.digest:
            raise RecordError("the certificate names another settlement than the accepted one")
        for name in ("outcome", "report"):
            if body[name] != one.settlement.body[name]:
                raise RecordError(f"the certificate names another {name} than the settlement")
        if one.charter.member(event.by) is None:
            raise RecordError(f"{event.by} is no member under the charter of the round")
        one.certificates.add(event.by)
        if matter.state is State.ADOPTED and len(one.certificates) >= one.charter.publication_threshold:
            self._move(matter, "certify", event.index, by=event.by, certified=True)

    def _opening(self, event: Event) -> None:
        one, _ = self._subject(event)
        if one.settlement is None:
            raise RecordError("the record of a round is opened after its settlement")
        one.opened = True

    def _exit(self, event: Event) -> None:
        self.left[event.by] = event.index
        self._note(event.index, f"{event.by} has left; rounds that are open keep their electorate")

    def _act(self, event: Event) -> None:
        present = [one.id for one in self.charter.members if one.id not in self.left]
        self.acts.take(event.kind, event.by, event.digest, event.body, present)

    def _understanding(self, event: Event) -> None:
        if event.body["code"] not in self.edition.entries:
            raise RecordError(f"the list has no entry {event.body['code']}")
        self.understandings.append(event)

    # -- what the handlers share ------------------------------------------------------------------------------------

    def _open(self, event: Event, state: State) -> None:
        matter = Matter(event, state, event.index)
        matter.history.append((state, event.index))
        self.matters[event.digest] = matter

    def _require_field(self, field: str) -> None:
        if self.charter.field(field) is None:
            raise RecordError(f"the charter has no field {field!r}")

    def _matter(self, key: str, state: State | None = None) -> Matter:
        matter = self.matters.get(key)
        if matter is None:
            raise RecordError(f"nothing with the digest {key[:12]} is before the members")
        if state is not None and matter.state is not state:
            raise RecordError(f"the matter is {matter.state.value}, not {state.value}")
        return matter

    def _objected(self, key: str) -> tuple[Matter, Objection]:
        found = self.objections.get(key)
        if found is None:
            raise RecordError(f"there is no objection {key[:12]}")
        return found

    def _subject(self, event: Event) -> tuple[Round, Matter]:
        """Return the round that a statement is about, under whose charter it must be made."""
        one = self.rounds.get(event.body["round"])
        if one is None:
            raise RecordError(f"there is no round {event.body['round'][:12]}")
        if event.body["charter"] != one.charter.digest:
            raise RecordError("the statement names another charter than its round")
        return one, self._subject_of[event.body["round"]]

    def _running(self, event: Event) -> tuple[Round, Matter]:
        one, matter = self._subject(event)
        if matter.state is not State.BALLOT or matter.rounds[-1] is not one:
            raise RecordError(f"the round is over: the matter is {matter.state.value}")
        return one, matter

    def _adopts(self, matter: Matter, charter: str) -> bool:
        decided = matter.state in (State.ADOPTED, State.CERTIFIED)
        return decided and not matter.of_list and any(row["code"] == charter for row in matter.changes)

    def clash(self, matter: Matter) -> str:
        """Return why a proposal does not fit the list as it stands, or nothing if it does."""
        for change in matter.changes:
            held = self.edition.entries.get(change["code"])
            if change["action"] == "renew" and held and self.matters[held.matter].decision == "emergency":
                return f"{change['code']} is an emergency measure, which lapses: propose to amend it into an ordinary entry"
        return self.edition.clash(matter.changes, matter.field)

    def _move(self, matter: Matter, move: str, index: int, *, by: str, **facts: bool) -> None:
        """Make a transition of the table, or refuse with the table's reason."""
        elapsed = None if self.now is None or matter.entered is None else self.now - matter.entered
        state = procedure.step(
            matter.state,
            move,
            by_sponsor=by == matter.event.by,
            is_member=by != SECRETARIAT,
            elapsed=elapsed,
            clocks=self.charter.clocks,
            facts={**self._facts(matter), **facts},
        )
        matter.enter(state, index)

    def _facts(self, matter: Matter) -> dict[str, bool]:
        return {**matter.facts(), "spent": not self.edition.holds(matter.digest)}

    def _run_clocks(self, matter: Matter, point: Filed) -> None:
        """Let time alone move a matter, as often as it does, by the clocks of the charter of its last round."""
        while matter.entered is not None:
            clocks = matter.rounds[-1].charter.clocks if matter.rounds else self.charter.clocks
            found = procedure.by_clock(matter.state, matter.entered, point.time, clocks, self._facts(matter))
            if found is None:
                return
            state, moment = found
            before = matter.state
            matter.enter(state, point.index, moment)
            if before is State.ADOPTED:
                one = matter.rounds[-1]
                one.opened = True
                who = ", ".join(withheld(one.charter, one.certificates))
                text = f"not certified in time by {who}, a breach: the record of the round is opened instead"
                self._note(point.index, text, matter.digest)
            if state in (State.EXPIRED, State.WITHDRAWN):
                self.edition.drop(matter.digest)

    def _apply_changes(self, matter: Matter, index: int) -> None:
        """Let an adopted proposal change the list, and the matters whose entries it replaces, removes or renews."""
        touched = self.edition.apply(matter.digest, matter.changes)
        for key, gone in touched.items():
            other = self.matters[key]
            if not gone and other.state in (State.EFFECTIVE, State.UNDER_REVIEW):
                self._move(other, "renew", index, by=SECRETARIAT, renewed=True)
            elif gone and not self.edition.holds(key):
                self._move(other, "supersede", index, by=SECRETARIAT, superseded=True)

    def _note(self, index: int, text: str, subject: str = "") -> None:
        self.findings.append(Finding(index, text, subject))
