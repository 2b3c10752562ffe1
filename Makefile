# Coverpress. `make help` lists the targets. A fresh machine needs Python, git and make:
# `make pdf` and `make test` install the rest.

PYTHON ?= python3
SITE ?= letters
OUT ?= build
PAPERS ?=
REPORT ?=
ARGS ?=
# Recipes read these as shell variables, so that spaces and dollar signs in a path are safe.
export SITE OUT PAPERS REPORT

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet install
INSTALL_TEX := sh latex/install-tex.sh

.DEFAULT_GOAL := help
.PHONY: pdf setup doctor test lint bench measure torture fuzz kills edits reference gallery lock clean help tex dev jekyll browser
# Two recipes may want apt, and apt has one lock.
.NOTPARALLEL:

pdf: setup ## Build the letters: SITE=letters OUT=build PAPERS="a4 letter" REPORT=file.json ARGS=...
	@set -- --site "$$SITE" --out "$$OUT"; \
	for paper in $$PAPERS; do set -- "$$@" --paper "$$paper"; done; \
	if [ -n "$$REPORT" ]; then set -- "$$@" --report "$$REPORT"; fi; \
	exec $(BIN)/coverpress build "$$@" $(ARGS)

setup: $(VENV)/.runtime tex ## Install what building needs: .venv, LuaLaTeX, TeX packages

doctor: setup ## Say whether a letter can be built here, and what to do if not
	@$(BIN)/coverpress doctor $(ARGS)

test: dev ## Run the tests: ARGS="-k name" narrows them
	@$(PY) -m pytest $(ARGS)

lint: $(VENV)/.dev ## Check style, types, layers, workflows
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(PY) -m tests.patterns
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml

bench: dev ## Measure the speed
	@$(PY) -m tests.bench $(ARGS)

torture: dev ## Measure how the work grows with a letter's length, for text of many kinds
	@$(PY) -m tests.torture $(ARGS)

measure: dev ## Measure how often the checks are right, on letters written without sight of them
	@$(PY) -m tests.measure $(ARGS)

fuzz: dev ## Look for letters that break something: ARGS=SECONDS
	@$(PY) -m tests.fuzz $(ARGS)

kills: dev ## Stop builds at any moment, and look what is lost or left
	@$(PY) -m tests.kills $(ARGS)

edits: dev ## Edit a site by chance, and look that builds do what is needed, and no more
	@$(PY) -m tests.edits $(ARGS)

reference: dev ## Write the tables of settings and of rules in docs/ anew
	@$(PY) -m pipeline.settings.reference docs/reference.md
	@$(PY) -m pipeline.engine.rule_table docs/checks.md

gallery: dev ## Draw the pictures of the README anew
	@$(PY) docs/gallery.py

lock: $(VENV)/.created ## Write the lock files anew: ARGS=--upgrade takes newer versions
	@set -e; uv=$$(mktemp -d); trap 'rm -rf "$$uv"' EXIT; \
	$(PIP) --target "$$uv" uv; \
	lock() { \
		"$$uv/bin/uv" pip compile --quiet --no-config --universal --generate-hashes \
			--custom-compile-command 'make lock' $(ARGS) pyproject.toml "$$@" >/dev/null; \
	}; \
	lock --group setup --output-file requirements.lock; \
	lock --group dev --constraints requirements.lock --output-file requirements-dev.lock

clean: ## Remove .venv, build and caches (an OUT of your own stays)
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s  %s\n", $$1, $$2 }' Makefile

# The steps below say when they are done by a stamp in .venv: a second run does nothing.

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Coverpress needs Python 3.11 or later. Name one: make PYTHON=python3.12 ..." >&2; \
		exit 3; \
	}
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(INSTALL_TEX) --apt \
		$$($(PYTHON) -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/.created
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

tex:
	@$(INSTALL_TEX)

dev: setup $(VENV)/.dev
	@command -v pdftotext >/dev/null || $(INSTALL_TEX) --apt poppler-utils

jekyll: ## Install Jekyll, with which the tests compare (Debian, Ubuntu)
	@command -v jekyll >/dev/null || $(INSTALL_TEX) --apt jekyll ruby-kramdown-parser-gfm

browser: ## Install Chromium, in which the tests look at the preview (Debian, Ubuntu)
	@command -v chromium >/dev/null || $(INSTALL_TEX) --apt chromium
