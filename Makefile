# The words this project is worked with. `make` alone lists them.
# Every target makes sure of what it stands on first, and skips what is already there.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

HOST ?= 127.0.0.1
PORT ?= 5000
# Pages wait on the database, so threads carry the load; one process a core.
WEB_CONCURRENCY ?= 2
THREADS ?= 8
WORKERS ?= 2
export HOST PORT WEB_CONCURRENCY

BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard admin_app/translations/*/LC_MESSAGES/*.po))

# Whatever runs the program runs the demo unless told otherwise; tests choose for themselves.
run migrate seed migration docs screenshots: export APP_ENV := $(or $(APP_ENV),demo)

.PHONY: help
help: ## Lists these words
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: runtime papers $(CATALOGUES) migrate ## Serves the demo on HOST:PORT (127.0.0.1:5000), from nothing
	@state=$$($(BIN)/python -m scripts.demo_state); [ "$$state" != empty ] || $(FLASK) seed demo; \
	 [ "$$state" != begun ] || { echo "The demo was cut off: remove its database, then run again."; exit 1; }
	@echo "-- http://$(HOST):$(PORT)   (Ctrl-C stops it)"
	@nice $(FLASK) practice reset --if-missing & \
	 $(FLASK) jobs run --with-parent & \
	exec $(BIN)/gunicorn --threads $(THREADS)

.PHONY: test
test: setup engines check ## Checks, then the tests on both databases and in a browser
	@$(PYTEST) -m "not long"

.PHONY: test-long
test-long: setup engines check ## As test, and what takes minutes: the year on PostgreSQL too, and the mutations
	@$(PYTEST)
	@$(BIN)/python -m tests.mutations

.PHONY: test-fast
test-fast: setup check ## Checks, then a sample of the tests, on SQLite and without a browser
	@$(PYTEST) -m "not postgres and not browser and not slow and not long"

.PHONY: check
check: dev $(CATALOGUES)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

.PHONY: format
format: dev ## Formats the code and mends what ruff can mend
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

.PHONY: coverage
coverage: setup engines ## All tests with branch coverage; the report goes to htmlcov/
	@$(PYTEST) -m "not long" --cov --cov-report=term:skip-covered --cov-report=html

.PHONY: setup
setup: dev $(CATALOGUES) ## Builds .venv with everything for working on the code

.PHONY: runtime dev engines papers migrate
runtime:
	@scripts/venv.sh runtime
dev:
	@scripts/venv.sh dev
engines: dev
	@scripts/engines.sh
# Without it everything is served but PDF, which says so.
papers:
	@scripts/papers.sh
migrate: runtime
	@$(FLASK) db upgrade

%.mo: %.po | runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

.PHONY: seed
seed: runtime $(CATALOGUES) migrate ## Loads the demo world into the database
	@$(FLASK) seed demo

.PHONY: migration
migration: dev migrate ## Drafts a migration from the models: make migration m="Add the mailing address"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="Add the mailing address"'; exit 1; }
	@$(FLASK) db migrate -m "$(m)"
	@$(BIN)/ruff check --quiet --fix-only migrations
	@$(BIN)/ruff format --quiet migrations

.PHONY: translations
translations: dev ## Draws new texts from the source into the English catalogue
	@$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keyword _l --keyword lazy_gettext \
		--keyword _lp:1c,2 --sort-output --no-location --no-wrap --output-file messages.pot admin_app
	@$(BIN)/pybabel --quiet update --input-file messages.pot --output-dir admin_app/translations \
		--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@rm messages.pot

.PHONY: docs
docs: dev $(CATALOGUES) ## Regenerates docs/generated from the code
	@$(FLASK) docs
	@$(BIN)/python -m tests.daily_tasks

.PHONY: screenshots
screenshots: export DATABASE_URL := sqlite:///$(CURDIR)/var/screenshots.sqlite3
screenshots: dev engines $(CATALOGUES) ## Takes the pictures in docs/screenshots from a fresh demo
	@[ -f /usr/lib/chromium/locales/zh-CN.pak ] || (source scripts/apt.sh; apt_install chromium-l10n) || \
		echo "-- Without chromium-l10n dates in the pictures are written as in English."
	@mkdir -p var && rm -f var/screenshots.sqlite3*
	@$(FLASK) db upgrade
	@$(FLASK) seed demo
	@LANGUAGE=zh_CN $(BIN)/python -m scripts.screenshots

.PHONY: bench
bench: dev engines ## Measures the slow paths against their limits
	@$(BIN)/python -m bench

.PHONY: measure
measure: dev ## Prints the size of the tree, its types and the calls behind five pages
	@$(BIN)/python -m tests.laws.measure

.PHONY: lock
lock: dev ## Rewrites both locks: newest versions within requirements*.in (LOCK=--no-upgrade keeps them)
	@$(LOCK_PACKAGES) requirements.in --output-file requirements.lock
	@$(LOCK_PACKAGES) requirements.in requirements-dev.in \
		--constraint requirements.lock --output-file requirements-dev.lock
LOCK ?= --upgrade
# A lock names packages, versions and hashes; never where they were fetched from. Extras stay: pip
# asks for a hash of coverage[toml] by that name, and a newer release would not match coverage's.
LOCK_PACKAGES = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-strip-extras --custom-compile-command 'make lock' $(LOCK)

.PHONY: clean
clean: ## Removes what the tooling made; the database in instance/ stays
	@rm -rf .venv .ruff_cache .mypy_cache .pytest_cache .import_linter_cache .hypothesis \
		.coverage* htmlcov test-results messages.pot
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
