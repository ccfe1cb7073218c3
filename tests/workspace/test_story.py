"""The story takes a new folder and leaves others alone; ``tests/cli/test_regime_commands.py`` tells it whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from sekisho.errors import InputError
from sekisho.workspace.story import tell


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine", encoding="utf-8")
    told: list[dict[str, str]] = []
    for keep in (tmp_path, tmp_path / "mine"):
        with pytest.raises(InputError, match="there already") as caught:
            tell(keep, told.append)
        assert "new folder" in str(caught.value)
    assert told == []
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]
