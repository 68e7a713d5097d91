# One command each: `make video` renders every lesson, `make test` runs the tests.
# Both set up everything they need first: system packages, .venv, the project.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
TESTABLE := $(VENV)/.testable
SLOW   := calculus/test_random checks/test_lessons engine/drawing/test_identity \
          engine/test_cluster engine/test_faults engine/test_publish_faults

.DEFAULT_GOAL := help
.PHONY: help setup video studio test test-fast fuzz torture lint bench clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

setup: $(READY)  ## system packages, virtual environment, dependencies

$(READY): pyproject.toml tools/setup.sh
	@PYTHON=$(PYTHON) VENV=$(VENV) sh tools/setup.sh
	@touch $@

# Only the tests need a browser, which they drive through pages, and voices.
$(TESTABLE): $(READY)
	@PYTHON=$(PYTHON) VENV=$(VENV) sh tools/setup.sh tests
	@touch $@

video: setup  ## render every lesson at 720p into out/, narrated
	@$(BIN)/python render.py --quality 720p --voice natural

studio: setup  ## open the lessons in the browser, and change them there
	@$(BIN)/python render.py studio

# The tests start hundreds of programs, which are compiled once rather than every time.
test: setup $(TESTABLE)  ## run the tests
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

# What needs no whole scene, no cluster and no browser.
test-fast: setup $(TESTABLE)  ## run the tests of computing, checking and the engine (a minute)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest calculus checks scenes engine publish record \
	  voice tests/calculus tests/checks tests/engine $(SLOW:%=--ignore=tests/%.py)

fuzz: setup  ## random and hostile parameters: is every sentence true, and every digit? (40 minutes)
	@FUZZ_EXAMPLES=10000 $(BIN)/python -m pytest -m hypothesis --hypothesis-profile explore
	@FUZZ_EXAMPLES=10000 $(BIN)/python -m pytest tests/test_checked.py
	@$(BIN)/python -m tests.truth.run --lessons $${FUZZ_LESSONS:-1000} --seed $${FUZZ_SEED:-1}
	@$(BIN)/python -m tests.doors.arithmetic --seed $${FUZZ_SEED:-1}

torture: setup  ## kill, starve and confuse the renderer, hundreds of times (about 10 minutes)
	@$(BIN)/python tools/torture.py

lint: setup  ## style (ruff) and types (mypy)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: setup  ## time the lessons at 720p against plain manim, and edits (10 minutes)
	@$(BIN)/python benchmarks/plain_manim.py --quality 720p
	@$(BIN)/python benchmarks/edit.py

clean:  ## remove rendered files and caches, keep .venv
	rm -rf out media .pytest_cache .mypy_cache .ruff_cache
