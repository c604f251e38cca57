#!/bin/sh
# Rewrites the lock files from pyproject.toml. dev holds everything; the others are cut to agree with it.
set -eu
cd "$(dirname "$0")/.."
UV="${UV:-.venv/bin/uv}"
lock() { "$UV" pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links "$@"; }
lock --extra dev pyproject.toml -o requirements/dev.txt
lock -c requirements/dev.txt pyproject.toml -o requirements/run.txt
lock -c requirements/dev.txt --extra postgres pyproject.toml -o requirements/postgres.txt
lock -c requirements/dev.txt --extra test pyproject.toml -o requirements/test.txt
