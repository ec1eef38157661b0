# Everything runs in .venv, made on first use from the locked requirements.
ORG ?= seeds/orgs/example.yaml
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile --quiet --universal \
	--python-version 3.11 --fork-strategy fewest --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml

# Tests start planner some hundred times: it is compiled once, whatever the environment says.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help plan serve setup test lint types imports format coverage properties requests bench screenshots lighthouse lock clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

plan: .venv/.installed ## Print the staffing plan of ORG (default: the example organisation)
	$(BIN)/planner plan $(ORG)

serve: .venv/.installed ## Serve the API and its pages
	$(BIN)/planner serve

setup: .venv/.dev ## Install everything a developer needs

test: lint types imports .venv/.system ## Lint, types, import contracts, tests
	$(BIN)/pytest -n auto

lint: .venv/.dev ## Check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.dev ## Check types
	$(BIN)/mypy

imports: .venv/.dev ## Check that imports run downwards only
	$(BIN)/lint-imports --no-logo

format: .venv/.dev ## Repair style and formatting
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

coverage: .venv/.dev ## Run the tests with branch coverage
	$(BIN)/pytest -n auto --cov

properties: .venv/.dev ## Run the properties with 10,000 examples each (about 75 minutes of processor time)
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -n auto --dist worksteal -m properties

requests: .venv/.dev ## Send generated requests to every operation, on both databases, thoroughly
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -n auto tests/api/test_schemathesis.py

bench: .venv/.dev ## Run the benchmarks
	$(BIN)/python -m benchmarks

screenshots: .venv/.system ## Picture all main pages and documents into screenshots/
	$(BIN)/python -m tests.web.screenshots

lighthouse: .venv/.system ## Have Lighthouse judge the main pages (needs npx, and fetches it)
	$(BIN)/python -m benchmarks.lighthouse

lock: .venv/.dev ## Lock the dependencies anew (UPGRADE=--upgrade for newer versions)
	$(COMPILE) --all-extras --group dev --output-file requirements-dev.txt $(UPGRADE)
	$(COMPILE) --group build --constraints requirements-dev.txt --output-file requirements.txt

clean: ## Remove .venv and everything generated
	rm -rf .venv build dist mutants htmlcov .coverage* .hypothesis .*_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "planner needs Python 3.11 or newer: install it, or name it with PYTHON=…"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.locked: .venv/pyvenv.cfg requirements.txt
	$(PIP) install --no-deps --require-hashes --requirement requirements.txt
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/.installed requirements-dev.txt
	$(PIP) install --no-deps --require-hashes --requirement requirements-dev.txt
	@touch $@

# A browser, a spreadsheet program and Prism, for the tests that use them; those are skipped where there are none.
PRISM := .venv/prism/node_modules/.bin/prism
.venv/.system: .venv/.dev
	@test -x $(PRISM) || ! command -v npm >/dev/null || \
		npm install --prefix .venv/prism --no-save --no-package-lock --no-audit --no-fund --ignore-scripts --silent \
			@stoplight/prism-cli@5 >/dev/null 2>&1 || \
		echo "Prism could not be installed with npm: tests of Ashby's contract are skipped."
	@if command -v chromium >/dev/null && command -v soffice >/dev/null; then touch $@; \
	elif test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			chromium libreoffice-calc-nogui >/dev/null && touch $@ || \
			echo "chromium and libreoffice-calc-nogui could not be installed: tests of pages and spreadsheets are skipped."; \
	else \
		echo "Tests of pages and spreadsheets are skipped without chromium and soffice (Debian: apt-get install chromium libreoffice-calc-nogui)."; \
	fi
