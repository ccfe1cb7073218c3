"""Load the rulebook, run every case, and print what it holds.

python scripts/check_rulebooks.py [LIST ...] [--keep-going]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import PurePosixPath

from sekisho.controls.library import VOCABULARY, build_list, case_failures
from sekisho.controls.vocabulary import read_vocabulary
from sekisho.errors import Error
from sekisho.terms.document import read_document
from sekisho.workspace.rulebook import FOLDER, rulebook_files


def main() -> int:
    """Check the lists that are named, or all; return 1 if something is wrong."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lists", nargs="*", help="ids of lists; all if left out")
    arguments.add_argument("--keep-going", action="store_true", help="print every failing case, not only the first")
    options = arguments.parse_args()
    sources = dict(rulebook_files(FOLDER))
    wrong = 0
    try:
        vocabulary = read_vocabulary(
            read_document(data, name) for name, data in sources.items() if name.startswith(f"{VOCABULARY}/")
        )
        folders = [PurePosixPath(name).parts[0] for name in sources if PurePosixPath(name).name == "list.yaml"]
        for folder in options.lists or folders:
            files = {name: data for name, data in sources.items() if name.startswith(f"{folder}/")}
            found = build_list(folder, files, vocabulary)
            for problem in case_failures(found, vocabulary):
                print(problem, file=sys.stderr)
                wrong += 1
                if not options.keep_going:
                    return 1
            fields = Counter(entry.field for entry in found.entries)
            cases = sum(len(entry.cases) for entry in found.entries)
            undecided = sum(1 for entry in found.entries for one in entry.versions if one.undecided)
            counts = ", ".join(f"{count} {name}" for name, count in sorted(fields.items()))
            print(f"{folder:18} {len(found.entries):4} entries ({counts}), {cases} cases, {undecided} undecided versions")
    except Error as problem:
        print(problem, file=sys.stderr)
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
