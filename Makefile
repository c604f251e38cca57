# One word for each thing to do. Needs Python 3.11 or newer and make; everything else is installed into $(VENV).
PYTHON ?= python3
VENV ?= .venv
STACK ?= embedded
export PYTHON VENV STACK
BIN := $(VENV)/bin
RUN := $(BIN)/python

.PHONY: help demo test quick soak bench lint types screens format lock install-run install-dev clean

help:
	@echo "make demo    load a small company and start everything (DEMO_PORT=8000, DEMO_DIR=demo, STACK=full for PostgreSQL and Valkey)"
	@echo "make test    lint and every test, on PostgreSQL and on SQLite"
	@echo "make quick   the tests without browsers and killed processes, on SQLite"
	@echo "make soak    kill -9 at 400 random moments of real sends, of workers, broker and database, every fault ten times, 10,000 random histories of readers, on each database: an hour or more"
	@echo "make bench   the benchmarks, as ratios with a baseline in the same run"
	@echo "make lint    ruff, floors, templates, types"
	@echo "make screens the pictures in docs/screens, taken from the demo company"
	@echo "make lock    write the lock files again from pyproject.toml"

install-run:
	@sh requirements/install.sh $(if $(filter full,$(STACK)),test,run)

install-dev:
	@sh requirements/install.sh dev

demo: install-run
	@exec $(RUN) -m hub.demo

test: install-dev
	@bash .ci/test

quick: install-dev
	@$(RUN) -m pytest -q -n 2 -m "not browser and not faults"

soak: install-dev
	@$(RUN) -m tests.faults.soak
	@SERVER_KILLS=30 $(RUN) -m pytest -q tests/faults/test_broker_faults.py
	@SERVER_KILLS=30 TEST_DATABASE=postgres $(RUN) -m pytest -q tests/faults/test_broker_faults.py tests/faults/test_postgres_restarts.py
	@FAULT_ROUNDS=10 $(RUN) -m pytest -q tests/faults/test_fault_table.py tests/faults/test_database_faults.py
	@HISTORIES=10000 $(RUN) -m pytest -q tests/audience/test_histories.py
	@HISTORIES=10000 TEST_DATABASE=postgres $(RUN) -m pytest -q tests/audience/test_histories.py

bench: install-dev
	@$(RUN) -m benchmarks

lint: install-dev
	@PATH="$(abspath $(BIN)):$$PATH" sh .ci/lint

screens: install-dev
	@$(RUN) -m tests.support.screens

types: install-dev
	@$(RUN) -m mypy

format: install-dev
	@$(BIN)/ruff check -q --fix . && $(BIN)/ruff format -q . && $(BIN)/djhtml --tabwidth 2 templates

lock: install-dev
	@UV=$(BIN)/uv sh requirements/lock.sh

clean:
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
