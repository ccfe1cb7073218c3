# `make demo` and `make test` set everything up; nothing but python3 (3.11 or later), python3-venv, git and make is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo demo-regime test check docs bench compiled lock clean

demo: $(VENV)/.core
	@$(BIN)/sekisho check examples/quantum-and-gpu.yaml || test $$? -eq 20
	@echo
	@echo "That was: $(BIN)/sekisho check examples/quantum-and-gpu.yaml  (exit status 20: licence required)"
	@echo "Try the others in examples/, or: $(BIN)/sekisho explain 4A906.a.1"

demo-regime: $(VENV)/.core
	@$(BIN)/sekisho regime demo
	@echo
	@echo "Keep every artefact and recount it yourself: $(BIN)/sekisho regime demo --keep story"

# The rooms of law must be covered wholly, by their own tests; counting lines in all others would double their time.
LAW := tests/licensing tests/logic tests/terms

test: $(VENV)/.dev
	$(BIN)/python -m pytest --cov --cov-report=term $(LAW) $(PYTEST)
	$(BIN)/python -m pytest $(LAW:%=--ignore=%) $(PYTEST)
	$(BIN)/python scripts/check_coverage.py

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_rulebooks.py
	$(MAKE) docs

docs: $(VENV)/.dev
	$(BIN)/python scripts/build_docs.py --check
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/bench_logic.py
	$(BIN)/python benchmarks/bench_check.py
	$(BIN)/python benchmarks/bench_regime.py
	$(BIN)/python -m benchmarks.bench_publication
	$(BIN)/python benchmarks/bench_ftm.py
	@test -z "$$SEKISHO_DATA" || $(BIN)/python benchmarks/bench_screen.py
	@test -z "$$SEKISHO_DATA" || $(BIN)/python benchmarks/bench_sources.py
	@test -z "$$SEKISHO_DATA" || $(BIN)/python benchmarks/bench_text.py

# A wheel whose comparison of names is compiled, into dist/; needs a C compiler.
compiled: $(VENV)/.dev
	bash scripts/build_compiled.sh

# Needs uv. The files name no index: whoever installs uses the index that is configured there.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-strip-extras \
	  --extra build --extra solver --only-binary :all: -o requirements.lock pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-strip-extras \
	  --extra build --extra solver --extra postgres --extra dev --only-binary :all: -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(VENV) docs/_build .mypy_cache .ruff_cache .pytest_cache .coverage dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Installing Sekisho and its libraries (once) ..."
	$(PIP) install --require-hashes --only-binary :all: -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src/sekisho
	@echo "Compiling the rulebook and running its cases (once) ..."
	$(BIN)/sekisho lists --json > /dev/null
	@touch $@

$(VENV)/.dev: $(VENV)/.core requirements-dev.lock
	@echo "Installing the tools for tests (once) ..."
	$(PIP) install --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@
