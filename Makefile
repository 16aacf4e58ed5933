PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Pictures or a video for `make run` where there is no camera or no display.
SOURCE ?=

.PHONY: run test check format clean

run: $(VENV)/run.stamp  ## the live window, or SOURCE where there is no camera
	@$(BIN)/signread live $(if $(SOURCE),--instead $(SOURCE)) || { code=$$?; \
	  [ -n "$(SOURCE)" ] || echo 'name pictures or a video to read instead: make run SOURCE=hello.mp4' >&2; exit $$code; }

test: $(VENV)/dev.stamp  ## all tests; more of them where SIGNREAD_DATA names the real data
	$(BIN)/pytest

check: $(VENV)/dev.stamp  ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/dev.stamp  ## puts the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "signread needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[train,dev]'
	touch $@ $(VENV)/run.stamp
