"""The command line: reads arguments, calls one use case of the workspace, prints, sets the exit status.

Decides how an answer looks on a terminal. Knows no law and touches no database.
"""

from __future__ import annotations

import gc
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit status.

    Exit statuses: 0 done, 1 internal error, 2 bad input; ``check`` adds 10 authorisation available, 20 licence
    required, 30 prohibited, 40 needs information or refer.
    """
    gc.set_threshold(200_000, 50, 50)  # one short command: collecting while modules load costs a tenth of the run
    from sekisho.cli.app import run

    sys.exit(run(sys.argv[1:] if arguments is None else arguments))
