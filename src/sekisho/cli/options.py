"""Options that several commands have, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON (schemas/ in the repository) and nothing else.")]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="Folder with the loaded sources. Default: SEKISHO_HOME, else the nearest .sekisho/ upward, else your user data directory.",  # noqa: E501
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Use only what Sekisho had recorded by this day (YYYY-MM-DD). Default: now."
    ),
]
