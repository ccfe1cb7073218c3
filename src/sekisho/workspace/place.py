"""Where the workspace is.

Order: the option, ``SEKISHO_HOME``, the nearest ``.sekisho/`` upward, the user's data directory.
"""

from __future__ import annotations

import os
from pathlib import Path

from sekisho.errors import InputError, MissingError

NAME = ".sekisho"


def find_workspace(explicit: Path | None) -> Path | None:
    """Return the workspace folder in use, or None where there is none yet.

    Order: the option, ``SEKISHO_HOME``, the nearest ``.sekisho/`` upward, the user's data directory.

    Raises:
        MissingError: The folder that the option or the variable names does not exist.
    """
    named = explicit if explicit is not None else _from_environment()
    if named is not None:
        if not named.is_dir():
            raise MissingError(
                f"there is no workspace {str(named)!r}", remedy="`sekisho sources load DIR --workspace ...` makes one"
            )
        return named
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / NAME).is_dir():
            return folder / NAME
    default = default_workspace()
    return default if default.is_dir() else None


def workspace_to_write(explicit: Path | None) -> Path:
    """Return the workspace folder to write to, by the same order; it is made if it does not exist.

    Raises:
        InputError: It cannot be made.
    """
    named = explicit if explicit is not None else _from_environment()
    folder = named if named is not None else (find_workspace(None) or default_workspace())
    try:
        (folder / "sources").mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputError(
            f"the workspace {str(folder)!r} cannot be written: {problem.strerror}", remedy="name another --workspace"
        ) from problem
    return folder


def default_workspace() -> Path:
    """Return the workspace in the user's data directory, existing or not."""
    from platformdirs import user_data_path

    return user_data_path("sekisho", appauthor=False)


def _from_environment() -> Path | None:
    home = os.environ.get("SEKISHO_HOME")
    return Path(home) if home else None
