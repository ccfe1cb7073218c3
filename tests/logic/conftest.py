"""Settings of hypothesis for this room: no deadline, because the first parse loads SQLGlot."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("sekisho", deadline=None)
settings.load_profile("sekisho")
