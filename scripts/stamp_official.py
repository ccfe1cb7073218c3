"""Write the digest of the official paragraph into entries, for those who have read the paragraph and the entry together.

python scripts/stamp_official.py LIST FILE [CODE ...]

Without codes, entries that have no digest yet are stamped. An entry whose text has changed is stamped only if it is named:
whoever names it has reviewed it. Entries that are newer than the file are left alone (eu-annex-i, text of 2021).
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from sekisho.controls.codes import head
from sekisho.controls.entry import Entry
from sekisho.workspace.review import READERS
from sekisho.workspace.rulebook import FOLDER, open_rulebook

LATEST_FOR_FILE = {"eu-annex-i": dt.date(2021, 9, 9)}
"""From when the last version of an entry must hold at the latest, so that the file is its text."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Stamp the entries and print how many."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("list", choices=sorted(READERS))
    parser.add_argument("file", type=Path)
    parser.add_argument("codes", nargs="*")
    options = parser.parse_args(arguments)
    sections = READERS[options.list](options.file.read_bytes(), options.file.name)
    stamped = 0
    for entry in open_rulebook().control_list(options.list).entries:
        section = sections.get(head(entry.code))
        if section is None or not _wanted(entry, options.list, options.codes):
            continue
        path = next(FOLDER.glob(f"{options.list}/*/{entry.code}.yaml"))
        text = path.read_text(encoding="utf-8")
        written = with_digest(text, section.passage(entry.code).sha256)
        if written != text:
            path.write_text(written, encoding="utf-8")
            stamped += 1
    print(f"{options.list}: {stamped} entries stamped")
    return 0


def _wanted(entry: Entry, list_id: str, codes: Sequence[str]) -> bool:
    last = entry.versions[-1]
    newest = LATEST_FOR_FILE.get(list_id)
    if last.condition is None or (newest is not None and (last.period.start or newest) > newest):
        return False
    return entry.code in codes if codes else entry.official is None or not entry.official.sha256


def with_digest(text: str, digest: str) -> str:
    """Return the text of an entry's file with the digest under ``official``."""
    line = f'  sha256: "{digest}"\n'
    if re.search(r"^official:\n", text, re.MULTILINE):
        bare = re.sub(r"^  sha256: .*\n", "", text, flags=re.MULTILINE)
        return re.sub(r"^official:\n", f"official:\n{line}", bare, count=1, flags=re.MULTILINE)
    return re.sub(r"^cases:", f"official:\n{line}cases:", text, count=1, flags=re.MULTILINE)


if __name__ == "__main__":
    sys.exit(main())
