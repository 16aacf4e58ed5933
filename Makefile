PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Pictures or a video for `make run` where there is no camera or no display.
SOURCE ?=
# What OpenCV loads and a machine without a desktop may lack, by Debian's names.
OPENCV_NEEDS := libgl1 libglib2.0-0

.PHONY: run test check format clean

run: $(VENV)/run.stamp  ## the live window, or SOURCE where there is no camera or no display
	@$(BIN)/signread live $(if $(SOURCE),--instead "$(SOURCE)") || { code=$$?; \
	  [ -n "$(SOURCE)" ] || echo 'to read pictures or a video instead: make run SOURCE=hello.mp4' >&2; exit $$code; }

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
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else \
	  "signread needs Python 3.11 or newer, %s is %s; name another: make PYTHON=python3.12" % (sys.executable, sys.version.split()[0]))'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@$(opencv_loads)
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[train,dev]'
	@$(opencv_loads)
	@touch $@ $(VENV)/run.stamp

# OpenCV's window needs libraries that a container may lack: as root they are installed, else it is said which.
define opencv_loads
$(BIN)/python -c 'import cv2' 2>/dev/null || { \
  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { \
    echo 'OpenCV needs $(OPENCV_NEEDS): installing them'; \
    apt-get -qq update && apt-get -qq install -y $(OPENCV_NEEDS) >/dev/null; }; \
  $(BIN)/python -c 'import cv2' || { \
    echo 'OpenCV cannot be loaded; on Debian or Ubuntu: sudo apt-get install $(OPENCV_NEEDS)' >&2; exit 1; }; }
endef
