"""The CSV files of OFAC, together in an archive."""

from __future__ import annotations

import io
import tarfile
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import SourceError
from sekisho.parties.party import ListedParty
from sekisho.sources.ofac_csv import LARGEST_MEMBER
from sekisho.sources.reading import Reading
from sekisho.sources.us_sdn.mapper import map_rows
from sekisho.sources.us_sdn.reader import read
from tests.sources.ofac_files import SDN, Pipe, archive, parties_of, triple

WHOLE = archive(triple())
NONE = "-0- ," * 6


def parties(changed: dict[str, bytes | None] | None = None) -> tuple[list[ListedParty], Reading]:
    return parties_of(archive(triple(changed)), read, map_rows)


def main(remarks: str, kind: str = "individual", name: str = "PERSON, Madeup") -> ListedParty:
    row = f'1,"{name}","{kind}","SDGT",-0- ,{NONE}"{remarks}"'
    found, reading = parties({"sdn.csv": row.encode(), "add.csv": b"\x1a", "alt.csv": b"\x1a", "sdn_comments.csv": None})
    assert reading.unread_rows == 0
    return found[0]


def test_both_formats_say_the_same() -> None:
    """The same made-up entries stand in both; only remarks and notes differ, and what a later edition of the XML added."""
    of_csv, _ = parties()
    of_xml, _ = parties_of(SDN.read_bytes(), read, map_rows)
    assert len(of_csv) == len(of_xml)
    for one, other in zip(of_csv, of_xml, strict=True):
        assert (one.id, one.schema, one.names, one.countries, one.addresses, one.citation) == (
            (other.id, other.schema, other.names, other.countries, other.addresses, other.citation)
        )
        properties = {name: values for name, values in one.properties if name != "notes"}
        expected = {name: values for name, values in other.properties if name != "notes" and values != ("LRC 77",)}
        assert properties == expected


def test_remarks_go_on_in_the_middle_of_a_word() -> None:
    found, reading = parties()
    assert "Government Gazette Number 00000101 (Russia); all offices worldwide" in found[0].remarks
    assert found[0].values("okpoCode") == ("00000101",)
    assert reading.unread_rows == 0


def test_the_comments_need_not_be_there() -> None:
    found, reading = parties({"sdn_comments.csv": None})
    assert (len(found), reading.unread_rows) == (6, 0)


def test_programmes_stand_in_the_remarks_and_apart() -> None:
    party = parties()[0][0]
    assert party.values("program") == ("SDGT", "CAATSA - RUSSIA")
    assert party.remarks.startswith("programme: SDGT, CAATSA - RUSSIA; ")


def test_a_stream_that_only_reads_in_small_pieces() -> None:
    reading = Reading("file")
    assert len(list(map_rows(read(cast(IO[bytes], Pipe(WHOLE)), reading), reading))) == 6


def test_rows_of_entries_that_are_not_there_are_noted() -> None:
    more = triple()
    more["alt.csv"] = more["alt.csv"].replace(b"\x1a\r\n", b'999,1,"aka","X",-0- \r\n')
    more["add.csv"] += b"998,1,-0- ,-0- ,-0- ,-0- \r\n"
    more["sdn_comments.csv"] += b'997,"more"\r\n'
    _, reading = parties_of(archive(more), read, map_rows)
    assert sorted(unread.message for unread in reading.unread) == [
        "add.csv: the entry 998 is not in sdn.csv",
        "alt.csv: the entry 999 is not in sdn.csv",
        "sdn_comments.csv: the entry 997 is not in sdn.csv",
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (b"1,2,3", "the row has 3 cells, not 5"),
        (b'x,1,"aka","X",-0- ', "the row has no number: 'x'"),
        (b'101,1,"aka","X,-0- ', "the quoting of the row is wrong"),
        (b'101,1,"aka","X"Y,-0- ', "the quoting of the row is wrong"),
        (b'\x1a\r\n101,1,"aka","X",-0- ', "a row after the end-of-file mark"),
    ],
)
def test_rows_that_cannot_be_read_are_noted(row: bytes, message: str) -> None:
    _, reading = parties({"alt.csv": row})
    assert [unread.message.startswith(f"alt.csv: {message}") for unread in reading.unread] == [True]


def test_an_entry_without_a_name_is_noted_with_all_that_belongs_to_it() -> None:
    row = b'102,-0- ,-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- '
    found, reading = parties({"sdn.csv": row, "add.csv": b"\x1a", "sdn_comments.csv": None})
    assert found == []
    assert reading.unread[0].message == "sdn.csv: the entry 102 has no name"
    assert reading.unread_rows == 5


@pytest.mark.parametrize(
    ("remarks", "name", "values"),
    [
        ("Passport X1 (Exampleland).", "passportNumber", ("X1 (Exampleland)",)),
        ("Passport issued in Exampleville.", "passportNumber", ()),
        ("Passport X1 (Cuba) expires 03 Jul 2018; alt. Passport X2 (Cuba).", "passportNumber", ("X1", "X2")),
        ("nationality possibly Palestinian.", "nationality", ()),
        ("DOB the sixties.", "birthDate", ()),
        ("alt. DOB 1962.", "birthDate", ("1962",)),
        ("SWIFT/BIC EXAMRU00; alt. SWIFT/BIC EXAMRU01.", "swiftBic", ("EXAMRU00", "EXAMRU01")),
        ("File Number 1 (Delaware) (United States).", "registrationNumber", ("1 (Delaware)",)),
        ("Secondary sanctions risk: Passport.", "passportNumber", ()),
        (f"Passport {'1' * 2000}.", "passportNumber", ()),
        ("Website www.example.com.", "website", ("www.example.com",)),
    ],
)
def test_remarks_are_read_where_they_leave_no_doubt(remarks: str, name: str, values: tuple[str, ...]) -> None:
    party = main(remarks)
    assert party.values(name) == values
    assert remarks in party.remarks


def test_weak_names_of_the_remarks() -> None:
    party = main("a.k.a. 'PERZON, Abu'; f.k.a. 'Nobody'; Linked To: 'X'.")
    assert [(name.value, name.quality) for name in party.names] == [
        ("Madeup PERSON", "primary"),
        ("Abu PERZON", "weak"),
        ("Nobody", "weak"),
    ]


def test_remarks_on_an_address_and_an_alias_are_kept() -> None:
    add = b'101,1,"1 Example Street",-0- ,"Cuba","since 2020"'
    alt = b'101,1,"xka","OTHER CO.","doubtful"'
    party = parties({"add.csv": add, "alt.csv": alt})[0][0]
    assert party.addresses == ("1 Example Street, Cuba (since 2020)",)
    assert "xka OTHER CO.: doubtful" in party.remarks


def test_the_publication_gives_no_day() -> None:
    assert parties()[1].day is None


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"alt.csv": None}, "the archive lacks alt.csv"),
        ({"sdn.csv": None}, "the archive lacks sdn.csv"),
        ({"add.csv": b""}, "add.csv is empty"),
        ({"readme.txt": b"x"}, "the archive holds 'readme.txt'"),
        ({"sdn.csv": b"\xff\xfe"}, "not text in UTF-8"),
        ({"sdn.csv": b"1,\0"}, "NUL"),
    ],
)
def test_archives_that_are_refused(changed: dict[str, bytes | None], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        parties(changed)


def test_a_file_that_stands_twice_is_refused() -> None:
    with pytest.raises(SourceError, match="each once"):
        parties({"SDN.CSV": b"1"})


def test_only_plain_files_are_read() -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        link = tarfile.TarInfo("sdn.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "elsewhere"
        tar.addfile(link)
    with pytest.raises(SourceError, match="the archive holds 'sdn"):
        parties_of(made.getvalue(), read, map_rows)


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    member = tarfile.TarInfo("sdn.csv")
    member.size = LARGEST_MEMBER + 1
    with pytest.raises(SourceError, match="larger than"):
        parties_of(member.tobuf(), read, map_rows)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (triple()["sdn.csv"], "neither XML nor an archive of sdn.csv with add.csv and alt.csv"),
    ],
)
def test_what_is_neither_of_the_two_formats(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        parties_of(data, read, map_rows)


@given(st.integers(0, len(WHOLE) - 1))
def test_an_archive_cut_short_is_refused(at: int) -> None:
    ended = WHOLE.rstrip(b"\0")
    data = WHOLE[:at]
    try:
        found, reading = parties_of(data, read, map_rows)
    except SourceError:
        return
    assert at > len(ended)
    assert (len(found), reading.unread_rows) == (6, 0)


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_flipped_bytes_bring_no_other_error(flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, value in flips:
        data[at] = value
    try:
        found, reading = parties_of(bytes(data), read, map_rows)
    except SourceError:
        return
    assert len(found) + reading.unread_rows >= 6


@given(st.sampled_from(sorted(triple())), st.data())
def test_a_csv_file_cut_short_loses_no_row_in_silence(name: str, data: st.DataObject) -> None:
    whole = triple()[name]
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    try:
        found, reading = parties({name: cut})
    except SourceError:
        return
    if name == "sdn.csv":
        begun = [line for line in cut.splitlines() if line.strip() not in (b"", b"\x1a")]
        assert len(found) + sum(unread.message.startswith("sdn.csv") for unread in reading.unread) == len(begun)
    else:
        assert len(found) == 6
