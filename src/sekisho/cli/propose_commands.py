"""``sekisho propose``: may this change of the list be put to the members?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sekisho.cli.output import counter, to_json


def propose(
    folder: Annotated[Path, typer.Argument(help="Folder with proposal.yaml and the entries that it proposes.")],
    charter: Annotated[
        str | None,
        typer.Option("--charter", metavar="FILE", help="Charter in force: a file, or the name of a shipped one."),
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option("--base", metavar="FILE|DIR", help="The framework's list before. Default: it has no entry yet."),
    ] = None,
    against: Annotated[
        list[Path] | None, typer.Option("--against", metavar="DIR", help="Another open proposal; repeat for several.")
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.001, help="Give one search of the solver up as undecided after so long.")
    ] = 20.0,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write the statement, ready to be signed, to this new file."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> int:
    """Check a proposal: its cases hold and bite, nothing overlaps, nothing contradicts; show what would change.

    The exit status is 0 for a proposal that may be put to the members, 2 for one that may not.
    """
    from sekisho.workspace.propose import check_proposal, write_statement

    held = None
    if charter is not None:
        from sekisho.workspace.charters import load_charter

        held = load_charter(charter)
    with counter(as_json) as tick:
        checked = check_proposal(folder, charter=held, base=base, against=against or [], seconds=seconds, progress=tick)
    if out is not None and not checked.refusals:
        write_statement(checked, out)
    if as_json:
        typer.echo(to_json(checked.report), nl=False)
    else:
        from sekisho.cli.render import Page
        from sekisho.cli.render_propose import show_proposal

        show_proposal(Page(), checked.report, None if out is None else str(out))
    return checked.exit_status
