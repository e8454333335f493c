# Everything a person or a machine does with this project. `make play` and `make test` set up what is missing.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO   ?= demo-home

.PHONY: help play demo setup test check format bench faults pictures pins clean

help:
	@echo "make play      set up what is missing, and play"
	@echo "make demo      three invented years to look around in, in demo-home/ or where DEMO=/path says"
	@echo "make setup     only set up, into $(VENV), with $(BIN)/duologue"
	@echo "make test      all tests"
	@echo "make check     style, types, import contracts, decks and themes"
	@echo "make format    lay out the code"
	@echo "make bench     start-up, key presses, the candle and a jar of 50,000, as ratios"
	@echo "make faults    every fault at every call, power cuts and the other long tests, with figures; ONLY=strace for one"
	@echo "make pictures  draw the pictures of the README anew, from the running app"
	@echo "make pins      resolve the development packages anew"
	@echo "make clean     remove what was set up"

play: $(VENV)/.set-up
	@$(BIN)/duologue

demo: $(VENV)/.set-up
	@$(BIN)/python -m docs.demo "$(DEMO)"

setup: $(VENV)/.set-up

test: $(VENV)/.tools
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/.tools
	$(BIN)/ruff check src tests docs
	$(BIN)/ruff format --check src tests docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/purity.py
	$(BIN)/duologue decks check decks
	$(BIN)/duologue themes check themes
	$(BIN)/python docs/state_diagram.py --check
	$(BIN)/python docs/keys.py --check

format: $(VENV)/.tools
	$(BIN)/ruff check --fix src tests docs
	$(BIN)/ruff format src tests docs

bench: $(VENV)/.tools
	$(BIN)/python tests/bench/bench.py

faults: $(VENV)/.tools
	$(BIN)/python -m tests.long $(ONLY)

pictures: $(VENV)/.tools
	$(BIN)/python docs/pictures.py

pins: $(VENV)/.tools
	$(PIP) install uv
	{ echo "# Every package a development environment holds, at the exact version it was tested with."; \
	  echo "# Made anew by 'make pins'. Who installs Duologue gets the ranges in pyproject.toml instead."; \
	  $(BIN)/python -m uv pip compile --quiet --universal --no-header --no-annotate \
	    --python-version 3.11 --group dev pyproject.toml; } > .ci/pins.new
	mv .ci/pins.new .ci/pins.txt

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Duologue needs Python 3.11 or newer; set PYTHON=/path/to/one"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.set-up: pyproject.toml .ci/pins.txt | $(VENV)/bin/python
	$(PIP) install --constraint .ci/pins.txt --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.tools: $(VENV)/.set-up
	$(PIP) install --no-deps --requirement .ci/pins.txt
	@touch $@
