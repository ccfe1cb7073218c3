"""Entities of FollowTheMoney to listed parties and links.

Decides what is a party and what a link. Somebody, an asset, a wallet or an address that has a name is a party. One that has
none, but a number that tells it from every other (IMO number, ISIN, key of a wallet), is a party too, under that number as a
weak name, so that whoever asks for the number finds it. Everything else is kept as a link: relations, sanctions, papers of
identity, things without name and number, addresses without a name to which the publisher gives no topic (they only say where
a party is), and things one does not trade with, such as documents and offices.

What the publisher says of an entity beside its properties stands in the remarks of a party; a link has its properties only.
When an entity was last seen is left out: it changes with every edition and would make every party look amended.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sekisho.parties.party import IDENTIFIERS, Link, ListedParty, Name, Properties
from sekisho.sources.ftm.model import NO_COUNTRIES, REGIONS, SCHEMATA, Schema
from sekisho.sources.ftm.reader import Row
from sekisho.sources.reading import Reading
from sekisho.terms.places import PLACES

SOURCE: Final = "ftm"
NAMES: Final = (("alias", "alias"), ("previousName", "former"), ("weakAlias", "weak"))
"""Properties with further names, and the quality that each gives."""
WORDS: Final = ("notes", "summary", "description")
"""Properties that become remarks."""
PLACES_OF: Final = ("country", "jurisdiction", "mainCountry", "nationality", "citizenship", "flag")
"""Properties that say under which countries a party is listed."""
_PARTS_OF_A_NAME: Final = ("firstName", "secondName", "middleName", "fatherName", "lastName", "nameSuffix")
_MOST_READINGS: Final = 16
_NUMBERS: Final = (
    "imoNumber mmsi callSign serialNumber icaoCode registrationNumber isin figiCode publicKey cryptoAddress accountId iban "
    "accountNumber cadastralCode titleNumber wikidataId"
)
_TELLING: Final = tuple(dict.fromkeys((*_NUMBERS.split(" "), *sorted(IDENTIFIERS))))
_PART: Final = re.compile(r"([a-z]{2})-[a-z0-9]{1,8}")
_OF_REGION: Final = {code: region for region, code in REGIONS.items()}


def map_rows(rows: Iterable[Row], reading: Reading) -> Iterator[ListedParty | Link]:
    """Return the parties and links of a dataset, in order, and count them by schema.

    Entities of schemata that are not known are noted as unread.
    """
    for row in rows:
        schema = SCHEMATA.get(row.schema)
        if schema is None:
            reading.skip(row.line, f"the schema {row.schema} of {row.id[:80]} is not known")
            continue
        reading.count(row.schema)
        yield _record(row, schema, reading)


def _record(row: Row, schema: Schema, reading: Reading) -> ListedParty | Link:
    values = {name: tidy for name, found in row.properties.items() if (tidy := _tidy(found))}
    names = _names(row, schema, values) if schema.party else ()
    if not names:
        if schema.party:
            reading.count("things without a name")
        kept, _ = _places(schema, values, reading, party=False)
        ends = {name for name in kept if schema.types.get(name) == "entity"}
        return Link(
            row.id,
            SOURCE,
            row.schema,
            _fixed({name: kept[name] for name in ends}),
            _fixed({name: found for name, found in kept.items() if name not in ends}),
        )
    return _party(row, schema, values, names, reading)


def _party(row: Row, schema: Schema, values: dict[str, list[str]], names: tuple[Name, ...], reading: Reading) -> ListedParty:
    remarks = [value for name in WORDS for value in values.pop(name, ())]
    spoken = {name.value for name in names}
    remarks += [f"name: {value}" for name in ("name", *dict(NAMES)) for value in values.pop(name, ()) if value not in spoken]
    addresses = values.pop("address", [])
    if "Address" in schema.kinds:
        addresses = [*addresses, *values.pop("full", ())]
    kept, countries = _places(schema, values, reading, party=True)
    caption = " ".join(row.caption.split())
    if caption not in ("", row.schema) and caption not in spoken:
        remarks.append(f"caption: {caption}")
    for what, said in (("datasets", row.datasets), ("referents", row.referents)):
        if said:
            remarks.append(f"{what}: {', '.join(said)}")
    for what, day in (("first seen", row.first_seen), ("last change", row.last_change)):
        if day:
            remarks.append(f"{what}: {day}")
    publication = ", ".join(row.datasets) or "not named"
    return ListedParty(
        id=row.id,
        source=SOURCE,
        schema=row.schema,
        names=names,
        countries=countries,
        addresses=tuple(dict.fromkeys(addresses)),
        citation="; ".join((f"OpenSanctions/FollowTheMoney dataset: {publication}", *kept.get("sourceUrl", ()))),
        remarks="; ".join(remarks),
        properties=_fixed(kept),
    )


def _fixed(values: Mapping[str, list[str]]) -> Properties:
    """Return properties in their fixed form, as `properties_of` does, of values that are tidy already."""
    return tuple((name, tuple(dict.fromkeys(values[name]))) for name in sorted(values) if values[name])


def _tidy(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(tidy for value in values if (tidy := " ".join(value.split()))))


def _names(row: Row, schema: Schema, values: Mapping[str, list[str]]) -> tuple[Name, ...]:
    """Return the names of a party, the best first; none if it has neither name nor telling number."""
    found: dict[str, str] = {}
    own = [value for value in values.get("name", ()) if _is_name(value)]
    caption = " ".join(row.caption.split())
    if caption in own:
        own = [caption, *own]
    if not own and "Person" in schema.kinds:
        for value in _joined(values):
            found.setdefault(value, "weak" if found else "primary")
    for value in own:
        found.setdefault(value, "alias" if found else "primary")
    for name, quality in (*NAMES, ("abbreviation", "weak")):
        for value in values.get(name, ()):
            if _is_name(value):
                found.setdefault(value, quality)
    if not found and "Address" not in schema.kinds:
        number = next((one for name in _TELLING for one in values.get(name, ()) if _is_name(one)), None)
        return () if number is None else (Name(number, "weak"),)
    if not found and "topics" in values:
        return tuple(Name(value, "weak") for value in [one for one in values.get("full", ()) if _is_name(one)][:1])
    return tuple(Name(value, quality) for value, quality in found.items())


def _is_name(value: str) -> bool:
    """Tell whether a name holds anything but signs."""
    return any(character.isalnum() for character in value)


def _joined(values: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the names that the parts of a person's name give; several where a part has several values."""
    parts = [values[name] for name in _PARTS_OF_A_NAME if name in values]
    if "firstName" in values or "lastName" in values:
        for one in itertools.islice(itertools.product(*parts), _MOST_READINGS):
            if _is_name(joined := " ".join(one)):
                yield joined


def _places(
    schema: Schema, values: Mapping[str, list[str]], reading: Reading, *, party: bool
) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """Return the properties with the codes of countries as ours, and the countries of a party.

    ``country`` of a party keeps only what is no country of today; the rest of it stands in the countries.
    """
    kept = dict(values)
    countries: dict[str, None] = {}
    for name in (*PLACES_OF, *(one for one in values if one not in PLACES_OF)):
        if name not in values or schema.types.get(name) != "country":
            continue
        read = [(value, *_place(value, reading)) for value in values[name]]
        if name in PLACES_OF:
            countries.update((code, None) for _, code, _ in read if code is not None)
        drop = party and name == "country"
        kept[name] = [word for _, code, word in read if not (drop and word == code)]
    return kept, tuple(countries)


def _place(text: str, reading: Reading) -> tuple[str | None, str]:
    """Return the country that a code of FollowTheMoney names, and how the code is kept."""
    upper, lower = text.upper(), text.lower()
    if upper in PLACES:
        return upper, upper
    if lower in _OF_REGION:
        return _OF_REGION[lower], _OF_REGION[lower]
    if lower in NO_COUNTRIES:
        return None, lower
    part = _PART.fullmatch(lower)
    if part and part[1].upper() in PLACES:
        return part[1].upper(), lower
    code = reading.place(text)
    return code, text if code is None else code
