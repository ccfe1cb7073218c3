#!/usr/bin/env bash
# Build the wheel (which compiles the rulebook and runs its cases), install it beside the core lock only, and start it
# outside the checkout: nothing of the development extras may be needed.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$root/.venv/bin/python" -m pip wheel --disable-pip-version-check --quiet --no-deps --no-build-isolation -w "$work/dist" "$root"
python3 -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --disable-pip-version-check --quiet --require-hashes --only-binary :all: -r "$root/requirements.lock"
"$work/venv/bin/python" -m pip install --disable-pip-version-check --quiet --no-deps "$work"/dist/*.whl
cp -r "$root/examples" "$work/examples"
cd "$work"
export XDG_CACHE_HOME="$work/cache"
status=0
venv/bin/sekisho check examples/quantum-and-gpu.yaml --json > answer.json || status=$?
test "$status" -eq 20
venv/bin/python -c 'import json; answer = json.load(open("answer.json")); assert answer["outcome"] == "licence_required"'
test ! -e "$work/cache/sekisho" || { echo "the wheel compiled a rulebook at run time"; exit 1; }
venv/bin/sekisho regime demo --json > story.json
venv/bin/python -c 'import json; story = json.load(open("story.json")); assert story["outcome"] == "adopted"'
echo "wheel: $(ls dist) gives licence_required on the example"
