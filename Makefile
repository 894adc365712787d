# make run    set up and run the main job on raw/ into output/
# make test   set up and run the test suite
# make lint   ruff and mypy
# make bench  speed, as ratios of two commands on the same file
# make score  F1 against the annotated reports beside the checkout (ARGS="--help" for more)
# make lock   resolve the dependencies anew
#
# Everything lives in .venv; programs are called as modules, so that a path with spaces does no harm.

PYTHON ?= python3.11
PYTHON := $(shell command -v $(PYTHON) 2>/dev/null || command -v python3)
PIP := .venv/bin/python -m pip --disable-pip-version-check -q
ARGS ?=

.PHONY: run test lint bench score lock clean
.NOTPARALLEL:

run: .venv/.ready
	@.venv/bin/python -m reportparse run raw -o output $(ARGS)

test: .venv/.ready-dev
	@.venv/bin/python -m pytest -n auto --dist loadgroup $(ARGS)

lint: .venv/.ready-dev
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m mypy

bench: .venv/.ready-dev
	@.venv/bin/python benchmarks/reading.py $(ARGS)

score: .venv/.ready-dev
	@.venv/bin/python scripts/score.py $(ARGS)

.venv/.ready: requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "reportparse needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	@echo "setting up .venv: this takes a minute, once"
	@[ -x .venv/bin/python ] || "$(PYTHON)" -m venv .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.lock
	@echo "adding what tests and linters need: this takes a minute, once"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

UV = .venv/bin/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock:
	@[ -x .venv/bin/python ] || "$(PYTHON)" -m venv .venv
	@$(PIP) install uv
	@$(UV) pyproject.toml --group build -o requirements.lock
	@$(UV) --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
