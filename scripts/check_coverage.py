"""Hold the law rooms to full branch coverage.

Reads ``.coverage`` as the tests left it and fails if a room that must be covered wholly is not.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

WHOLE = ("logic", "terms", "licensing")


def main() -> int:
    """Print the coverage of each room and return 1 if one of WHOLE is below 100 per cent."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        subprocess.run([sys.executable, "-m", "coverage", "json", "-q", "-o", str(report)], check=True)
        files = json.loads(report.read_text())["files"]
    totals: dict[str, list[int]] = {}
    for name, one in files.items():
        parts = Path(name).parts
        room = parts[parts.index("sekisho") + 1].removesuffix(".py")
        summary = one["summary"]
        covered = summary["covered_lines"] + summary["covered_branches"]
        total = summary["num_statements"] + summary["num_branches"]
        seen = totals.setdefault(room, [0, 0])
        seen[0] += covered
        seen[1] += total
    failed = False
    for room, (covered, total) in sorted(totals.items()):
        short = room in WHOLE and covered < total
        failed |= short
        percent = 100 * covered / total if total else 100
        print(f"{room:12} {percent:6.2f} %  lines and branches{'   must be 100 %' if short else ''}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
