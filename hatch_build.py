"""Build hook: a wheel carries the compiled rulebook, and cannot be built while a case fails."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRulebook(BuildHookInterface[Any]):
    """Compile the rulebook into the wheel; an editable install compiles on first use instead."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add ``sekisho/compiled_rulebook.json`` to a standard wheel."""
        if self.target_name != "wheel" or version != "standard":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from sekisho.workspace.rulebook import FOLDER, compile_rulebook, digest_of, rulebook_files

        sources = dict(rulebook_files(FOLDER))
        compiled = compile_rulebook(sources, digest_of(sources))
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "compiled_rulebook.json"
        path.write_text(json.dumps(compiled, separators=(",", ":")), encoding="utf-8")
        build_data["force_include"][str(path)] = "sekisho/compiled_rulebook.json"
