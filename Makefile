# regulars: what a maintainer does, one word each. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
ROWS ?= 1000000
HOSTILE ?= 50
# A test of a screen waits half its time: twice as many at once as there are cores.
WORKERS ?= $(shell echo $$((2 * $$(nproc 2>/dev/null || echo 2))))

# uv installs faster where it is at hand; pip is enough.
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
CREATE = $(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)
INSTALL = $(UV) pip install --quiet --python $(BIN)/python
else
CREATE = $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: help
help: ## list these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.PHONY: demo
demo: $(VENV)/app ## install regulars into .venv and open the sample shop
	@$(BIN)/regulars demo

.PHONY: install
install: $(VENV)/app ## install regulars into .venv, as .venv/bin/regulars

.PHONY: test
test: $(VENV)/dev ## install what tests need and run all of them
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

.PHONY: check
check: $(VENV)/dev ## style and types, strictly
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

.PHONY: format
format: $(VENV)/dev ## put the code into the house's style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: bench
bench: $(VENV)/dev ## each metric against hand-written SQL: make bench ROWS=10000000 [CASES=churn,rhythm] [BENCH_JSON=path]
	@ROWS=$(ROWS) $(BIN)/python -m tests.bench

.PHONY: recovery
recovery: $(VENV)/dev ## true parameters of the sample shop against those the models find, with and without effects
	@$(BIN)/python -m tests.recovery

.PHONY: soak
soak: $(VENV)/dev ## keys, new examples, intervals, dialects, damaged and hostile files by thousands: make soak COMBINATIONS=5000 [MONKEY_SEED=12] [FLIPS=200] [HOSTILE=50] [FIRST=seed] [KEEP=folder]
	MONKEY_KEYS=50000 MONKEY_TERMINAL_KEYS=5000 $(BIN)/python -m pytest -q -rP -n $(WORKERS) tests/tui/test_monkey.py tests/tui/test_monkey_terminal.py
	$(BIN)/python -m pytest -q -n $(WORKERS) --hypothesis-profile=searching tests/queries
	@$(BIN)/python -m tests.queries.models.coverage
	@COMBINATIONS="$(COMBINATIONS)" FIRST="$(FIRST)" KEEP="$(KEEP)" $(BIN)/python -m tests.queries.meaning.soak
	@FLIPS="$(FLIPS)" FIRST="$(FIRST)" $(BIN)/python -m tests.queries.eventlog.flips
	HOSTILE=$(HOSTILE) $(BIN)/python -m pytest -q -n $(WORKERS) tests/tui/cli/test_corpus.py -k "chance or noise"

.PHONY: docs
docs: $(VENV)/dev ## write the reference pages and the README's list of questions from the declarations
	$(BIN)/python -m tests.docs

.PHONY: words
words: $(VENV)/dev ## bring the catalogues of other languages up to what the code says
	$(BIN)/python -m tests.messages

.PHONY: snapshots
snapshots: $(VENV)/dev ## take the text snapshots of the screens anew; look at the diff
	REGULARS_UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest -q tests/tui/screens

.PHONY: screenshots
screenshots: $(VENV)/dev ## draw the pictures of the README
	$(BIN)/python -m tests.screenshots

.PHONY: wheel
wheel: $(VENV)/dev ## build the wheel and the source archive into dist/
	$(BIN)/python -m build --outdir dist

.PHONY: clean
clean: ## remove the environment and everything built
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "regulars needs Python 3.11 or newer; name one with PYTHON=python3.12." >&2; exit 1; }
	@$(CREATE) || { echo "No environment could be made. On Debian: apt install python3-venv." >&2; exit 1; }

$(VENV)/app: pyproject.toml | $(BIN)/python
	$(INSTALL) --editable .
	@touch $@

$(VENV)/dev: pyproject.toml | $(BIN)/python
	$(INSTALL) --editable . --group dev
	@touch $(VENV)/app $@
