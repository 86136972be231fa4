# Everything sets up what it needs itself: a virtual environment in .venv, and a pulumi (see tools/toolchain/).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOWEST := .venv-lowest
SDK_TESTS := tests/protocol tests/engine

.DEFAULT_GOAL := help
.PHONY: help demo test lowest lint types bench soak docs site site-check diagrams actionlint pulumi lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

# The lock names every package with its hash (hence --no-deps) and no address, so pip's own configuration decides where from.
$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@echo "setting up $(VENV) (once)" >&2
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The same but for the lowest Pulumi SDK that pyproject.toml allows.
$(LOWEST)/.ready: $(VENV)/.ready requirements-lowest.lock
	@echo "setting up $(LOWEST) (once)" >&2
	@$(PYTHON) -m venv $(LOWEST)
	@$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-lowest.lock
	@$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(VENV)/.ready ## a topology, applied by the real pulumi against the simulator
	@$(BIN)/python examples/demo.py

test: lint types lowest ## everything: lint, types, unit, protocol, simulator, engine, examples, docs
	$(BIN)/python -m pytest

lowest: $(LOWEST)/.ready ## what depends on Pulumi's SDK, with the lowest one that is supported
	$(LOWEST)/bin/python -m pytest -q $(SDK_TESTS)

lint: $(VENV)/.ready ## ruff and the layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: $(VENV)/.ready ## mypy strict and pyright
	$(BIN)/mypy
	$(BIN)/pyright

bench: $(VENV)/.ready ## measure, and write the tables of docs/performance.md
	$(BIN)/python -m benchmarks

soak: $(VENV)/.ready ## hundreds of seeded runs with faults and kills
	$(BIN)/python -m pytest -m soak

docs: $(VENV)/.ready ## generate the reference pages from the declarations
	$(BIN)/python -m tools.docs.generate

site: $(VENV)/.ready ## build the documentation site, strictly, into site/
	$(BIN)/python -m mkdocs build --strict

site-check: site ## look at the site in headless Chromium; pictures go to site-pictures/
	$(BIN)/python -m tools.docs_site.look_at_site

diagrams: $(VENV)/.ready ## draw new Mermaid diagrams for the site (with npm and Chromium)
	$(BIN)/python -m tools.docs_site.draw_diagrams

actionlint: ## lint the GitOps kit's workflows (with Go and its module proxy; tests hold them to their schema)
	cd gitops && go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7 .github/workflows/*.yml

pulumi: $(VENV)/.ready ## find, fetch or build a pulumi; the last line is its folder
	@$(BIN)/python -m tools.toolchain

lock: pyproject.toml ## renew requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --upgrade --extra dev pyproject.toml -o requirements.lock

clean: ## remove what the commands made in this folder
	rm -rf $(VENV) $(LOWEST) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov dist site site-pictures
