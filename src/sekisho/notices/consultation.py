"""The consultation on a denial: its clock in working days, what silence means, and where it stands.

Decides by when a consulted member replies and how the question ends. The decision on the licence is never made here: it
stays national. Working days are Monday to Friday but for the holidays that the caller names; nobody's calendar is built in.

The model is Article 16 of Regulation (EU) 2021/821: a reply within 10 working days, silence means "not identical", an
extension of at most 30 working days. How many days is an argument; that both run from the question is our reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.errors import DateError, RecordError
from sekisho.notices.denial import ANSWER, GRANT, INQUIRY
from sekisho.terms.dates import parse_date

_SATURDAY = 5
MOST_DAYS = 1_000
OPEN, EXTENDED, IDENTICAL, NOT_IDENTICAL, SILENT = "open", "extended", "identical", "not_identical", "silent"
Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Consultation:
    """A question and what came of it.

    Attributes:
        inquiry: Digest of the question.
        denial: Digest of the denial.
        by: Who asks.
        asked: Day of the question.
        reply_by: Last day for the reply, extension counted.
        limit: Last day to which it can be extended.
        answer: ``yes``, ``no``, ``more_information`` or empty.
        granted: Day on which the licence was granted all the same, or None.
    """

    inquiry: str
    denial: str
    by: str
    asked: dt.date
    reply_by: dt.date
    limit: dt.date
    answer: str
    granted: dt.date | None

    def on(self, day: dt.date) -> str:
        """Return where it stands on a day: ``open``, ``extended``, ``identical``, ``not_identical`` or ``silent``.

        ``silent`` counts as not identical.
        """
        if self.answer == "yes":
            return IDENTICAL
        if self.answer == "no":
            return NOT_IDENTICAL
        if day > self.reply_by:
            return SILENT
        return EXTENDED if self.answer else OPEN


def working_days_after(day: dt.date, count: int, holidays: Collection[dt.date] = ()) -> dt.date:
    """Return the working day that is so many working days after a day; the day itself is not counted.

    Args:
        day: Any day.
        count: From 0 to MOST_DAYS; 0 gives the day itself.
        holidays: Days that are no working days though they are Monday to Friday.

    Raises:
        DateError: The count is out of range, or the calendar ends before.
    """
    if not 0 <= count <= MOST_DAYS:
        raise DateError(f"{count} working days are not counted", remedy=f"0 to {MOST_DAYS}")
    try:
        while count:
            day += dt.timedelta(days=1)
            count -= day.weekday() < _SATURDAY and day not in holidays
    except OverflowError as problem:
        raise DateError("the calendar ends before so many working days") from problem
    return day


def check_inquiry(body: Body, reply_days: int, reply_limit: int) -> None:
    """Refuse a question whose clock is not the charter's.

    Args:
        body: The question.
        reply_days: Of the charter.
        reply_limit: Of the charter.

    Raises:
        RecordError: Its dates do not follow from the day on which it was asked and the holidays that it names.
    """
    asked = parse_date(body["asked"])
    holidays = {parse_date(one) for one in body["holidays"]}
    for name, count in (("reply_by", reply_days), ("limit", reply_limit)):
        right = working_days_after(asked, count, holidays)
        if parse_date(body[name]) != right:
            raise RecordError(f"{count} working days after {asked} is {right}, not {body[name]}", place=name)


def check_answer(body: Body, inquiry: Body, denied_by: str) -> None:
    """Refuse an answer by somebody who was not asked, too late, or with an extension that the charter does not give.

    Raises:
        RecordError: So it is; ``place`` names the field.
    """
    if body["by"] != denied_by:
        raise RecordError(f"{body['by']} was not asked: the denial is {denied_by}'s", place="by")
    on, limit = parse_date(body["on"]), parse_date(inquiry["limit"])
    if on < parse_date(inquiry["asked"]) or on > limit:
        raise RecordError(f"asked on {inquiry['asked']}, the answer was due by {limit} at the latest", place="on")
    extended = body["extended_to"]
    if (body["answer"] == "more_information") != (extended != ""):
        raise RecordError("an extension is asked for with more_information, and only then", place="extended_to")
    if extended and not parse_date(inquiry["reply_by"]) <= parse_date(extended) <= limit:
        raise RecordError(f"an extension ends between {inquiry['reply_by']} and {limit}", place="extended_to")


def consultations(kept: Mapping[str, Body], denied_by: Mapping[str, str]) -> dict[str, Consultation]:
    """Return every question that somebody keeps with what came of it.

    Args:
        kept: Digest to statement; each was opened and verified.
        denied_by: Digest of a denial to the member that issued it; only that member's answers count.
    """
    return {
        key: _consultation(key, body, kept, denied_by.get(body["denial"], ""))
        for key, body in sorted(kept.items())
        if body["type"] == INQUIRY
    }


def _consultation(key: str, body: Body, kept: Mapping[str, Body], denied_by: str) -> Consultation:
    mine = [one for one in kept.values() if one.get("inquiry") == key]
    answers = [one for one in mine if one["type"] == ANSWER and one["by"] == denied_by]
    extended = [parse_date(one["extended_to"]) for one in answers if one["extended_to"]]
    reply_by = max([parse_date(body["reply_by"]), *extended])
    final = sorted((one["on"], one["answer"]) for one in answers if one["answer"] != "more_information")
    grants = [parse_date(one["decided"]) for one in mine if one["type"] == GRANT and one["by"] == body["by"]]
    return Consultation(
        key,
        body["denial"],
        body["by"],
        parse_date(body["asked"]),
        reply_by,
        parse_date(body["limit"]),
        _settled(final, reply_by) or ("more_information" if answers else ""),
        min(grants, default=None),
    )


def _settled(final: Iterable[tuple[str, str]], reply_by: dt.date) -> str:
    """Return the last answer in time; an answer after the clock counts for nothing: silence has spoken."""
    in_time = [answer for on, answer in final if parse_date(on) <= reply_by]
    return in_time[-1] if in_time else ""
