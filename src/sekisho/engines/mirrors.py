"""Mirrors: files of a published repository by folder or by HTTP.

Decides how bytes come. Nothing here is trusted: whoever asks verifies what came.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sekisho.errors import EngineError, MissingError

Fetch = Callable[[str], Iterator[bytes]]
CHUNK: Final = 65_536
WAIT: Final = 30.0
"""Seconds without a byte, or to connect, after which a mirror counts as silent."""
ELSEWHERE: Final = "name the folder or address of a repository, or use another mirror"
LONGEST: Final = 300.0
"""Seconds that one file may take: a mirror that drips is refused."""


def open_mirror(place: str, longest: float = LONGEST) -> Fetch:
    """Return what fetches the files of a repository.

    Args:
        place: A folder, or an address that begins with ``http://`` or ``https://``.
        longest: Seconds that one file may take.

    Raises:
        MissingError: There is no such folder.
    """
    if place.startswith(("http://", "https://")):
        return _http(place.rstrip("/"), longest)
    folder = Path(place)
    if not folder.is_dir():
        raise MissingError(f"there is no folder {place!r}", remedy="name the folder of a repository, or its address")
    return lambda path: _read(folder, path)


def _read(folder: Path, path: str) -> Iterator[bytes]:
    """Yield a file inside a folder, and nothing outside."""
    parts = path.split("/")
    if not all(parts) or ".." in parts or "\\" in path:
        raise MissingError(f"{path!r} is no path of a repository")
    try:
        with folder.joinpath(*parts).open("rb") as stream:
            while part := stream.read(CHUNK):
                yield part
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise MissingError(f"the repository has no {path}", file=str(folder), remedy=ELSEWHERE) from problem
    except OSError as problem:
        raise EngineError(
            f"{path} cannot be read: {problem.strerror}", file=str(folder), remedy="check the folder and its permissions"
        ) from problem


def _http(base: str, longest: float) -> Fetch:
    import urllib3

    pool = urllib3.PoolManager(
        headers={"User-Agent": "sekisho"},
        timeout=urllib3.Timeout(connect=WAIT, read=WAIT),
        retries=urllib3.Retry(total=2, redirect=0, backoff_factor=0.1),
    )

    def fetch(path: str) -> Iterator[bytes]:
        began = time.monotonic()
        try:
            answer = pool.request("GET", f"{base}/{path}", preload_content=False)
            try:
                if answer.status in (403, 404, 410):
                    raise MissingError(f"{base} has no {path}", remedy=ELSEWHERE)
                if answer.status != 200:
                    raise EngineError(f"{base} answers {answer.status} for {path}", remedy="try later, or another mirror")
                while part := answer.read1(CHUNK):  # what has come; `stream` would wait for a whole chunk, however slow
                    if time.monotonic() - began > longest:
                        raise EngineError(f"{base} takes more than {longest:g} s for {path}", remedy="use another mirror")
                    yield part
            finally:
                answer.release_conn()
        except urllib3.exceptions.HTTPError as problem:
            raise EngineError(
                f"{base} cannot be reached: {problem}", remedy="check the address and the network"
            ) from problem

    return fetch
