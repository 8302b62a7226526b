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

.PHONY: help run test test-real component lint format types contracts check pack starter bench clean

help:  ## Say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: .venv/run.ready  ## Open the app in a browser; make run PACK=folder opens another pack
	KNOW_YOUR_PATCH_OPEN=1 KNOW_YOUR_PATCH_PACK="$(PACK)" $(BIN)/streamlit run app.py --server.port $(PORT)

test: .venv/test.ready $(COMPONENT_TOOLS) .venv/chromium.ready  ## Run every test that needs no files of others
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not real"

test-real: .venv/test.ready .venv/chromium.ready  ## Run the tests on official files; RAW=folder
	KNOW_YOUR_PATCH_RAW="$(RAW)" $(BIN)/python -m pytest -m real

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
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/test.ready: tests/requirements.txt .venv/run.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

$(COMPONENT_TOOLS): tests/component/package-lock.json .venv/test.ready
	$(TOOLS) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.venv/chromium.ready: .ci/chromium .venv/test.ready
	@sh .ci/chromium
	@touch $@
