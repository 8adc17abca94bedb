# The commands of the project.  Each installs what it needs first; `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
WORKERS ?= auto

.PHONY: help install run test lint format bench messages lock clean

help:  ## list the commands
	@grep -E '^[a-z]+:.*## ' Makefile | sed 's/:.*## /\t/'

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; set PYTHON=python3.12, say."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

# Translations: the .po files are kept, the compiled ones are made here.
$(VENV)/.messages: $(wildcard idiaspora/locale/*/LC_MESSAGES/django.po) | $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --directory idiaspora/locale --domain django --use-fuzzy 2>&1 | grep -v '^compiling' || true
	@touch $@

install: $(VENV)/.installed $(VENV)/.messages  ## make .venv from the locked files

run: install  ## serve the site with a demo community on http://127.0.0.1:8000
	@DEBUG=$${DEBUG:-1} $(BIN)/python manage.py start --port $(PORT)

test: $(VENV)/.installed-dev $(VENV)/.messages  ## the whole test suite; says what was skipped and why
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(VENV)/.installed-dev  ## formatting, style, types, templates, imports between packages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint --extension html idiaspora opportunities profiles resources search taxonomy
	$(BIN)/lint-imports
	$(BIN)/mypy

format: $(VENV)/.installed-dev  ## put the code into the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

PROFILES ?= 100000
PEERS ?= $(if $(ELASTICSEARCH_URL),--peers)

bench: $(VENV)/.installed-dev  ## what docs/performance.md quotes; ELASTICSEARCH_URL adds the cluster and its peers
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; unset DATABASE_URL; \
	set -ex; export VAR_DIR="$$folder" LOG_LEVEL=ERROR; \
	$(BIN)/python manage.py migrate --verbosity 0; $(BIN)/python manage.py import_places --verbosity 0; \
	mkdir "$$folder/empty"; cp "$$folder"/db.sqlite3* "$$folder/empty"; \
	$(BIN)/python -m benchmarks.data --profiles $(PROFILES) --opportunities 20000 --seed 1; \
	$(BIN)/python -m benchmarks.filling $(PEERS); \
	$(BIN)/python -m benchmarks.asking $(PEERS); \
	$(BIN)/python -m benchmarks.digests; \
	$(BIN)/python -m benchmarks.changing; \
	$(BIN)/python -m benchmarks.snippets; \
	$(BIN)/python -m benchmarks.growth --empty "$$folder/empty"; \
	$(BIN)/python -m benchmarks.matching

messages: $(VENV)/.installed-dev  ## collect the strings to translate (needs gettext)
	$(BIN)/python manage.py makemessages --all --no-location --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'

lock: $(VENV)/bin/python  ## lock the newest allowed versions, with hashes and without addresses
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --upgrade --extra postgresql --extra redis --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.txt
	$(BIN)/uv pip compile pyproject.toml --upgrade --extra postgresql --extra redis --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --constraint requirements.txt --output-file requirements-dev.txt

clean:  ## remove .venv; var/ with the data stays
	rm -rf $(VENV)
