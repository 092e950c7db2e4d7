# Everything a developer needs; `make help` lists it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
FUZZ_SECONDS ?= 60
EXAMPLES := holds rotten foreign
EXAMPLE := examples/web-framework
CODE := src tests scripts fuzz comment $(wildcard benchmarks)

.PHONY: help try test lint types floors tests attacks own example package site vscode release bench fuzz format clean

help:  ## List these commands.
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 10

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[all]' --group dev --group docs
	@touch $@

try: $(STAMP)  ## Check the three example corpora, as a user would.
	@for name in $(EXAMPLES); do \
	  printf '\n$$ cd examples/%s && holdfast check\n' $$name; \
	  (cd examples/$$name && ../../$(BIN)/holdfast check --all) || test $$? -eq 1; \
	done

test: lint types floors tests own example package site  ## Run everything that CI runs.

lint: $(STAMP)  ## Judge style.
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check --quiet $(CODE)
	$(BIN)/python scripts/changelog.py check

types: $(STAMP)  ## Check types, strictly.
	$(BIN)/mypy

floors: $(STAMP)  ## Check that arrows between rooms point down, and that the map of files is true.
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/architecture.py --check

tests: $(STAMP)  ## Run the test suite.
	$(BIN)/pytest --quiet --numprocesses auto

attacks: $(STAMP)  ## Try all published attacks, without walls and in the sandbox.
	$(BIN)/python tests/sandbox/attack_run.py

bench: $(STAMP)  ## Measure speed and memory; BENCH="--corpora DIR --large" for real corpora and 100,000 documents.
	@for name in check_against_rumdl startup live lsp growth python_examples own_targets online web; do \
	  printf '\n== %s\n' $$name; $(BIN)/python benchmarks/$$name.py $(BENCH) || exit 1; \
	done

fuzz: $(STAMP)  ## Look for bytes that break a law, for FUZZ_SECONDS=60; what is found lies in build/fuzz.
	$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt atheris
	$(BIN)/python -m fuzz $(FUZZ_SECONDS)

own: $(STAMP)  ## Hold our own design documents to their template, their examples and what was measured.
	$(BIN)/holdfast check docs/design --fail-on note
	$(BIN)/holdfast verify docs/design README.md || { code=$$?; test -z "$$CI" && test $$code -ge 3 && \
	  echo 'own: not everything could be tried on this machine; .ci/run installs what is missing'; }

example: $(STAMP)  ## Try the complete example: its own tests, then every claim of its design document.
	PYTHON=$(PYTHON) $(EXAMPLE)/install
	cd $(EXAMPLE) && ../../$(BIN)/ruff check src tests benchmarks && ../../$(BIN)/ruff format --check --quiet src tests benchmarks
	cd $(EXAMPLE) && ../../$(BIN)/mypy --python-executable .venv/bin/python && ../../$(BIN)/ty check --quiet --python .venv
	cd $(EXAMPLE) && { ! command -v npm >/dev/null || npm --silent test; }
	cd $(EXAMPLE)/clients/rust && { ! command -v cargo >/dev/null || cargo test --quiet --locked; }
	cd $(EXAMPLE) && ../../$(BIN)/holdfast verify || { code=$$?; test -z "$$CI" && test $$code -ge 3 && \
	  echo 'example: not everything could be tried on this machine; .ci/run installs what is missing'; }
	cd $(EXAMPLE) && ../../$(BIN)/holdfast check --fail-on note

package: $(STAMP)  ## Build wheel and sdist, and check an example from the wheel alone.
	rm -rf build/package
	$(BIN)/python -m build --outdir build/package . >/dev/null
	$(PYTHON) -m venv build/package/env
	build/package/env/bin/pip install --quiet --disable-pip-version-check build/package/*.whl
	cd examples/holds && ../../build/package/env/bin/holdfast check

site: $(STAMP)  ## Build the documentation site in build/site/html; a link that leads nowhere is an error.
	$(BIN)/python scripts/website.py

vscode: $(STAMP)  ## Build the extension for Visual Studio Code in build/vscode/holdfast.vsix, from its lock file.
	$(BIN)/python scripts/vscode.py

release: $(STAMP)  ## Move the changelog fragments under the version of src/holdfast/version.py.
	$(BIN)/python scripts/changelog.py release $$($(BIN)/python -c 'from holdfast.version import __version__; print(__version__)')

format: $(STAMP)  ## Put the code in its usual form.
	$(BIN)/ruff check --fix --quiet $(CODE) || true
	$(BIN)/ruff format --quiet $(CODE)

clean:  ## Remove what was built.
	rm -rf $(VENV) build dist
