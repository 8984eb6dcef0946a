# make alone says what it can do.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TEST_READY := $(VENV)/.test-ready

.PHONY: help workbook lab quick test nightly lint clean

help:  ## say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

workbook: $(READY)  ## install (once), run all notebooks, write the pages
	@$(BIN)/coprod run

lab: $(READY)  ## open JupyterLab at notebook 00; outputs are stripped on save
	@$(BIN)/jupyter lab --config=coprod/static/jupyter_config.py notebooks/00-start-here.ipynb

quick: $(TEST_READY)  ## run at every save: no browser, no model, no crash loops
	@$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not nightly" tests

test: $(TEST_READY)  ## run before landing: every test that need not be slow
	@$(BIN)/pytest -n 2 --dist loadfile -m "not nightly" tests

nightly: $(TEST_READY)  ## run what must be slow: crash loops by the hundred and such
	@$(BIN)/pytest -n 2 --dist loadfile -m nightly tests
	@$(BIN)/pytest -n 2 --dist loadfile -m hypothesis --hypothesis-profile=nightly tests

lint: $(TEST_READY)  ## format, lint, types, licences
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy
	@$(BIN)/pip-licenses --from=mixed --summary --order=count
	@$(BIN)/pytest tests/test_house.py -k licence

clean:  ## take away what code made; what people said and decided stays
	rm -rf data/processed reports

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	  || { echo "coprod needs Python 3.11, 3.12 or 3.13; this is $$($(PYTHON) --version). Say which with: make workbook PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 2; }
	@echo "Installing (once; about a minute and 1.1 GB) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(TEST_READY): $(READY) requirements-test.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-test.txt
	@touch $@
