# Everything sets up what it needs itself: a virtual environment in .venv, and a pulumi (see tools/toolchain/).
# The Python of the virtual environments: by default the fastest python3 on PATH (tools/fastest_python.py).
PYTHON ?=
VENV   := .venv
BIN    := $(VENV)/bin
LOWEST := .venv-lowest
SDK_TESTS := tests/protocol tests/provider/host tests/engine
# One worker more than cores, since a test that runs pulumi also waits for it (tests/conftest.py).
PYTEST := python -m pytest -n auto
# Every test starts many Python processes, which would otherwise compile the package again and again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help surface demo test check lowest lowest-part static lint types mypy pyright bench soak soak-rules soak-series docs site site-check diagrams actionlint release-check pulumi lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

# The lock names every package with its hash (hence --no-deps) and no address. uv installs in seconds what takes pip more
# than a minute; where only pip is configured for an index that can be reached, pip installs.
LOCKED := --no-deps --require-hashes
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
$(VENV)/.ready: requirements.lock pyproject.toml
	@python=$(PYTHON); [ "$$python" ] || python=$$(python3 tools/fastest_python.py) || exit; \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")' \
	    && echo "setting up $(VENV) (once) with $$python" >&2 && $$python -m venv --clear $(VENV)
	@awk '/^uv==/ {found = 1} found {print} found && !/\\$$/ {exit}' requirements.lock > $(VENV)/uv.txt
	@$(BIN)/python $(PIP_INSTALL) $(LOCKED) -r $(VENV)/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python $(LOCKED) -r requirements.lock \
	    || { echo "uv could not install the packages: trying pip" >&2; $(BIN)/python $(PIP_INSTALL) $(LOCKED) -r requirements.lock; }
	@$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

# The lowest Pulumi SDK that pyproject.toml allows; everything else is found in $(VENV).
$(LOWEST)/.ready: $(VENV)/.ready requirements-lowest.lock
	@echo "setting up $(LOWEST) (once)" >&2
	@$(BIN)/python -m venv --clear --without-pip $(LOWEST)
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
	    > $$($(LOWEST)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/shared.pth
	@$(BIN)/python -m pip --python $(LOWEST)/bin/python install --quiet --disable-pip-version-check --ignore-installed --no-deps --require-hashes -r requirements-lowest.lock
	@$(BIN)/python -m pip --python $(LOWEST)/bin/python install --quiet --disable-pip-version-check --ignore-installed --no-deps --no-build-isolation -e .
	@touch $@

demo: $(VENV)/.ready ## a topology, applied by the real pulumi against the simulator
	@$(BIN)/python examples/demo.py

test: BESIDE := $(LOWEST)/.ready
test: static pulumi lowest-part ## everything: lint, types, unit, protocol, simulator, engine, examples, docs
	$(BIN)/$(PYTEST)

check: static ## the inner loop: lint, types and the tests without an engine
	$(BIN)/$(PYTEST) -q --ignore tests/engine -m 'not soak and not slow'

lowest: $(LOWEST)/.ready pulumi ## every test of the host and the engine, with the lowest SDK that is supported
	$(LOWEST)/bin/$(PYTEST) -q $(SDK_TESTS)

# What depends on the SDK's internals: host, progress, errors, cancel, pickling, source positions.
lowest-part: $(LOWEST)/.ready pulumi
	$(LOWEST)/bin/$(PYTEST) -q $(SDK_TESTS) -m 'sdk and not soak'

# Side by side: each of them keeps one core busy.
static: $(VENV)/.ready
	@$(MAKE) --no-print-directory -j4 lint mypy pyright $(BESIDE)

lint: $(VENV)/.ready ## ruff and the layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

types: mypy pyright ## mypy strict and pyright

mypy: $(VENV)/.ready
	$(BIN)/mypy

pyright: $(VENV)/.ready
	$(BIN)/pyright

bench: $(VENV)/.ready ## measure, and write the tables of docs/performance.md
	$(BIN)/python -m benchmarks

soak: soak-rules soak-series ## all tests under the least friendly rules, then the long series of faults and kills

soak-rules: $(VENV)/.ready pulumi ## all tests, with every open rule of the API in its least friendly setting
	TALEND_SIMULATOR_RULES=least-friendly $(BIN)/$(PYTEST) -q

soak-series: $(VENV)/.ready pulumi ## hundreds of seeded runs with faults and kills
	$(BIN)/$(PYTEST) -m soak

docs: $(VENV)/.ready ## generate the reference pages and the tables of the simulator's page from the code
	$(BIN)/python -m tools.docs.generate
	$(BIN)/python -m tools.docs.simulator_tables

surface: $(VENV)/.ready ## update the list of public names and signatures after an intended change
	$(BIN)/python tests/surface/public_surface.py

site: $(VENV)/.ready ## build the documentation site, strictly, into site/
	$(BIN)/python -m mkdocs build --strict

site-check: site ## look at the site in headless Chromium; pictures go to site-pictures/
	$(BIN)/python -m tools.docs_site.look_at_site

diagrams: $(VENV)/.ready ## draw new Mermaid diagrams for the site (with npm and Chromium)
	$(BIN)/python -m tools.docs_site.draw_diagrams

actionlint: ## lint the workflows here and in the GitOps kit (with Go and its module proxy; tests hold them to their schema)
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.7 .github/workflows/*.yml gitops/.github/workflows/*.yml

release-check: $(VENV)/.ready ## build a release and try it on every Python of this machine, up to the upload (RELEASE=v1.2.3)
	$(BIN)/python -m tools.release.check $(RELEASE)

pulumi: $(VENV)/.ready ## find, fetch or build a pulumi; the last line is its folder
	@$(BIN)/python -m tools.toolchain

lock: pyproject.toml ## renew requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --upgrade --extra dev pyproject.toml -o requirements.lock

clean: ## remove what the commands made in this folder
	rm -rf $(VENV) $(LOWEST) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov dist site site-pictures
