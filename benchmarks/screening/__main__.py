"""Run the measurements: ``python -m benchmarks.screening``."""

from __future__ import annotations

from benchmarks.screening.run import main

if __name__ == "__main__":
    main()
