"""What Sekisho's screening finds, what it alarms falsely, and what it costs, beside nomenklatura in the same run.

``python -m benchmarks.screening`` prints it; README.md in this folder says what each figure means.
"""
