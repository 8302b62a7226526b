# Two commands set everything up on a fresh machine: make run, make test.
PYTHON ?= python3
# Which pack to open: a folder, or nothing for the starter pack that comes with the program.
PACK ?=
# The folder of official files that a real pack is built from.
RAW ?= ../shared/data
PORT ?= 8501

BIN := .venv/bin
# Node comes with the test set-up, and its tools stand beside the scripts' tests.
TOOLS := cd tests/component && PATH="$(CURDIR)/.venv/bin:$$PATH"
COMPONENT_TOOLS := tests/component/node_modules/.package-lock.json
BIOME := node_modules/@biomejs/biome/bin/biome
REAL_RECIPE := geodata/packs/cambridgeshire_peterborough/recipe.toml
REAL_PACK := packs/cambridgeshire_peterborough

COVERAGE := --cov=geodata --cov=layers --cov=mapping --cov-report=term:skip-covered
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11.5 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"
# What to pin anew: --upgrade for everything, --upgrade-package NAME for one; nothing keeps all.
UPGRADE ?=
# Compiled tests are kept: compiling them again takes a minute of each run.
unexport PYTHONDONTWRITEBYTECODE
# More words for pytest: make test PYTEST="-k siting".
PYTEST ?=

.PHONY: help run test quick test-real component lint format types contracts check hooks coverage faults mutants attacks lock pack starter bench clean

help:  ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/run.ready  ## Open the app in a browser; make run PACK=folder opens another pack
	KNOW_YOUR_PATCH_OPEN=1 KNOW_YOUR_PATCH_PACK="$(PACK)" $(BIN)/streamlit run app.py --server.port $(PORT)

test: .venv/test.ready .venv/component.ready .venv/chromium.ready .venv/postgresql.ready  ## Run every test that needs no files of others
	$(BIN)/python -m pytest -n 2 -m "not real" $(PYTEST)

quick: .venv/test.ready  ## Run the tests to run while working: no browser, no long sweeps
	TEST_EXAMPLES=few $(BIN)/python -m pytest -n 2 -m "not real and not browser and not sweep" $(PYTEST)

test-real: .venv/test.ready .venv/chromium.ready  ## Run the tests on official files; RAW=folder
	KNOW_YOUR_PATCH_RAW="$(RAW)" $(BIN)/python -m pytest -n 2 -m real

lint: .venv/test.ready  ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: .venv/test.ready $(COMPONENT_TOOLS)  ## Put style and formatting right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(TOOLS) node $(BIOME) check --write --config-path=. . ../../mapping/component

types: .venv/test.ready  ## Check types
	$(BIN)/mypy

contracts: .venv/test.ready  ## Check which package may import which
	$(BIN)/lint-imports

component: $(COMPONENT_TOOLS)  ## Check the map's own scripts: types, style, unit tests
	$(TOOLS) node node_modules/typescript/bin/tsc --project .
	$(TOOLS) node $(BIOME) ci --error-on-warnings --config-path=. . ../../mapping/component
	$(TOOLS) node --test

check: lint types contracts component test  ## All of the above but the official files

hooks: .venv/test.ready  ## Run the checks of style and types before each commit
	$(BIN)/pre-commit install

coverage: .venv/test.ready .venv/component.ready .venv/chromium.ready .venv/postgresql.ready  ## Say which lines no test runs
	$(MAKE) test PYTEST="$(COVERAGE)"

faults: .venv/test.ready  ## Make faults by hand in core functions; the tests must notice each
	$(BIN)/python -m tests.faults

mutants: .venv/test.ready  ## Change the core line by line, and list what no test notices (half an hour)
	$(BIN)/python -m tests.mutants

attacks: .venv/test.ready  ## Attack packs, files, small counts and the server in full; nothing may give way
	$(BIN)/python -m tests.attacks

lock: .venv/test.ready  ## Pin what pyproject.toml names, with hashes; UPGRADE=--upgrade for newest versions
	$(LOCK) -o requirements.txt $(UPGRADE)
	$(LOCK) --group test -o tests/requirements.txt $(UPGRADE)

pack: .venv/run.ready  ## Build the real pack; RAW=folder of official files
	$(BIN)/python -m geodata build $(REAL_RECIPE) --raw "$(RAW)" --out $(REAL_PACK)

starter: .venv/run.ready  ## Make the starter pack again from its recipe
	$(BIN)/python -m geodata.starter --out geodata/packs/starter

bench: .venv/test.ready .venv/chromium.ready  ## Measure the map beside its peer
	$(BIN)/python -m benchmarks.map_recolour

clean:  ## Remove what was set up
	rm -rf .venv tests/component/node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.ready: requirements.txt | .venv/bin/python
	@echo "Setting up what the app needs: once, and it takes a few minutes."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test.ready: tests/requirements.txt .venv/run.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

$(COMPONENT_TOOLS): tests/component/package-lock.json .venv/test.ready
	$(TOOLS) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Where npm can reach nothing, the tests of the scripts skip, and fail where a change is decided.
.venv/component.ready: tests/component/package-lock.json .venv/test.ready
	@$(MAKE) --no-print-directory $(COMPONENT_TOOLS) || echo "The tools of the map's scripts could not be installed."
	@touch $@

.venv/postgresql.ready: .ci/postgresql .venv/test.ready
	@sh .ci/postgresql
	@touch $@

.venv/chromium.ready: .ci/chromium .venv/test.ready
	@sh .ci/chromium
	@touch $@
