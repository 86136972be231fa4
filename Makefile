# Everything sets up what it needs itself: a virtual environment in .venv, and a pulumi (see toolchain/).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help test lint types clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

lint: $(VENV)/.ready ## ruff and the layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.ready ## mypy strict
	$(BIN)/mypy

test: lint types ## everything
	$(BIN)/python -m pytest

clean: ## remove what the commands made in this folder
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* htmlcov dist site .state
