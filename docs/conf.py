"""Sphinx configuration; the documentation is built with warnings as errors."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from sekisho import __version__

project = "Sekisho"
author = "The Sekisho engineers"
copyright = "2026, the Sekisho engineers"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"Sekisho {version}"
html_copy_source = False
html_show_sourcelink = False
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
