"""Numbers and documents of the EU's list.

Decides which FollowTheMoney property a number is: by its type, and where the type says little (``other``, a tax number)
also by its remark. A KPP (or PPC) tells a tax office, not a company, so it stands in the remarks only. A document that has
expired or is false is still one that the party has used: its number is kept, with what the list says of it in the remarks.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.sources.eu_fsf.reader import Part

_TYPES: Final = {
    "passport": "passportNumber",
    "id": "idNumber",
    "regnumber": "registrationNumber",
    "fiscalcode": "taxNumber",
    "imo": "imoNumber",
    "swiftbic": "swiftBic",
    "ssn": "socialSecurityNumber",
}
_NO_IDENTIFIER: Final = re.compile(r"\b(?:KPP|PPC|IEC)\b")
_BY_WORD: Final = (
    (re.compile(r"\bINN\b"), "innCode"),
    (re.compile(r"\b(?:OGRN|PSRN)\b"), "ogrnCode"),
    (re.compile(r"\bOKPO\b"), "okpoCode"),
    (re.compile(r"\b(?:tax\w*|TIN|INN|employer identification)\b", re.IGNORECASE), "taxNumber"),
)
_BY_WORD_OF_OTHER: Final = (
    (re.compile(r"\bVAT\b"), "vatCode"),
    (re.compile(r"\bSWIFT\b"), "swiftBic"),
    (re.compile(r"\bpassport\b", re.IGNORECASE), "passportNumber"),
    (re.compile(r"\bor (?:national )?ID\b", re.IGNORECASE), "idNumber"),
    (re.compile(r"\b(?:OGRN|PSRN)\b"), "registrationNumber"),
)
_ONLY_PERSONS: Final = frozenset({"passportNumber", "socialSecurityNumber"})
_FLAGS: Final = {
    "diplomatic": "diplomatic",
    "knownExpired": "expired",
    "knownFalse": "false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by its issuer",
}
_LABELS: Final = {
    "nameOnDocument": "",
    "issuedBy": "issued by ",
    "region": "",
    "issueDate": "issued ",
    "validFrom": "valid from ",
    "validTo": "valid to ",
}


def numbers_of(part: Part, *, person: bool) -> tuple[dict[str, str], str]:
    """Return the number of a document by property, and all else that the list says of the document.

    Args:
        part: An ``identification``.
        person: Whether the party is a person; others have no passports.
    """
    values = part.values
    number = values.get("number", "") or values.get("latinNumber", "")
    said = _said(part)
    kind = values.get("identificationTypeDescription", "") or values.get("identificationTypeCode", "document")
    latin = values.get("latinNumber", "")
    found = dict.fromkeys(_properties(part, person=person), number) if number else {}
    if latin and latin != number:
        said.insert(0, f"in Latin letters {latin}")
    if not said and found:
        return found, ""
    return found, f"{kind}: {', '.join(one for one in (number, *said) if one)}"


def _properties(part: Part, *, person: bool) -> list[str]:
    code = part.values.get("identificationTypeCode", "").lower()
    words = " ".join(part.remarks)
    own = _TYPES.get(code)
    if own is None and _NO_IDENTIFIER.search(words):
        return []
    found = [own] if own else []
    if code in ("regnumber", "fiscalcode") or own is None:
        found += [name for pattern, name in _BY_WORD if pattern.search(words)]
    if own is None:
        found += [name for pattern, name in _BY_WORD_OF_OTHER if pattern.search(words)]
    plain = "idNumber" if person else "registrationNumber"
    found = found or [plain]
    return list(dict.fromkeys(plain if not person and name in _ONLY_PERSONS else name for name in found))


def _said(part: Part) -> list[str]:
    values = part.values
    said = [f"{label}{values[name]}" for name, label in _LABELS.items() if name in values]
    country = values.get("countryDescription", "")
    if country and country.upper() != "UNKNOWN":
        said.insert(0, country)
    said += [word for name, word in _FLAGS.items() if values.get(name, "false").lower() == "true"]
    return [*said, *part.remarks]
