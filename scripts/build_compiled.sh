#!/usr/bin/env bash
# Build a wheel in which the comparison of names is compiled, into the folder named (dist if none), and run the tests of
# names, matching and screening against it. It answers as the plain one does. Needs a C compiler and Python's headers.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
python="$root/.venv/bin/python"
mkdir -p "${1:-$root/dist}"
out="$(cd "${1:-$root/dist}" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
command -v "${CC:-cc}" > /dev/null || { echo "a C compiler is needed (apt install gcc python3-dev)"; exit 1; }
# Compiled modules are left beside their sources, so they are made of a copy: in the checkout they would hide later edits.
git -C "$root" ls-files -z --cached --others --exclude-standard | (cd "$root" && tar --null -T - -cf -) | tar -xf - -C "$work"
cd "$work"
HATCH_BUILD_HOOK_ENABLE_MYPYC=true "$python" -m hatchling build -t wheel -d "$work/wheel"
"$python" -m pip install --disable-pip-version-check --quiet --no-deps --target "$work/site" "$work"/wheel/*.whl
rm -rf src
export PYTHONPATH="$work/site"
"$python" -c 'from sekisho.parties import match as module; assert module.__file__.endswith((".so", ".pyd")), module.__file__'
"$python" -m pytest -q tests/parties tests/engines -n 2
cp "$work"/wheel/*.whl "$out"
echo "compiled: $(ls "$work/wheel") in $out"
