"""Load the rulebook, run every case, and print what it holds.

python scripts/check_rulebooks.py [LIST ...] [--keep-going]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path

from sekisho.controls.control_list import ControlList
from sekisho.controls.library import Draft, build_vocabulary, draft_list, list_folders
from sekisho.controls.vocabulary import Vocabulary
from sekisho.errors import Error
from sekisho.workspace.rulebook import FOLDER, rulebook_files


def main(arguments: Sequence[str] | None = None, folder: Path = FOLDER) -> int:
    """Check the lists that are named, or all; return 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", nargs="*", help="ids of lists; all if left out")
    parser.add_argument("--keep-going", action="store_true", help="print every error, not only the first")
    options = parser.parse_args(arguments)
    wrong = 0
    for problem in problems(dict(rulebook_files(folder)), options.lists):
        print(problem, file=sys.stderr)
        wrong += 1
        if not options.keep_going:
            return 1
    if wrong:
        print(f"{wrong} errors", file=sys.stderr)
    return 1 if wrong else 0


def problems(sources: Mapping[str, bytes], wanted: Sequence[str]) -> Iterator[Error]:
    """Yield every error, and print the counts of every list that can be read."""
    try:
        vocabulary = build_vocabulary(sources)
    except Error as problem:
        yield problem
        return
    for name in wanted or list_folders(sources):
        rest = dict(sources)
        draft = yield from _draft(name, rest, vocabulary)
        if draft is not None:
            yield from draft.problems()
            print(counts(draft.control_list))


def _draft(name: str, rest: dict[str, bytes], vocabulary: Vocabulary) -> Generator[Error, None, Draft | None]:
    """Read a list, leaving out the files that have an error of their own."""
    while True:
        try:
            return draft_list(name, rest, vocabulary)
        except Error as problem:
            yield problem
            if rest.pop(problem.file or "", None) is None or problem.file == f"{name}/list.yaml":
                return None


def counts(found: ControlList) -> str:
    """Return a line with what a list holds."""
    fields = ", ".join(f"{count} {name}" for name, count in sorted(Counter(one.field for one in found.entries).items()))
    cases = sum(len(entry.cases) for entry in found.entries)
    undecided = sum(1 for entry in found.entries for one in entry.versions if one.undecided)
    open_now = sum(1 for entry in found.entries if entry.versions[-1].undecided)
    covered = sum(1 for one in found.coverage if one.covered)
    return (
        f"{found.id:18} {len(found.entries):4} entries ({fields}), {cases} cases, {undecided} undecided versions "
        f"({open_now} of them the last), {covered} of {len(found.coverage)} kinds covered"
    )


if __name__ == "__main__":
    sys.exit(main())
