PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Pictures or a video for `make run` where there is no camera or no display.
SOURCE ?=
# What OpenCV loads and a machine without a desktop may lack, by Debian's names.
OPENCV_NEEDS := libgl1 libglib2.0-0

PAGE := src/signread/webapp/page/index.html
WEB := $(shell find web -path web/node_modules -prune -o -path web/public/wasm -prune -o -path web/src/generated -prune -o -type f -print)
# What the page is built from besides: see webapp/assets.py.
PAGE_NEEDS := $(wildcard src/signread/spelling/*.py src/signread/language/*.py src/signread/skeleton/*.py) src/signread/webapp/assets.py

.PHONY: run live test test-all web check format docs package clean

run: $(if $(SOURCE),$(VENV)/run.stamp,$(PAGE))  ## the browser app; with SOURCE, reads pictures or a video
	@$(if $(SOURCE),$(BIN)/signread read "$(SOURCE)",$(BIN)/signread app)

live: $(VENV)/run.stamp  ## the live window, which needs no browser
	@$(BIN)/signread live

test: $(VENV)/dev.stamp $(PAGE)  ## the tests, of Python and of the page side by side
	@$(chromium_there)
	@$(opengl_there)
	@$(call side_by_side,,test)

test-all: $(VENV)/dev.stamp $(PAGE)  ## the slow tests as well; more of them where SIGNREAD_DATA names the real data
	@$(chromium_there)
	@$(opengl_there)
	@$(call side_by_side,-m "",test:all)

web: $(PAGE)  ## builds the browser app into the package

$(PAGE): $(WEB) web/node_modules/.stamp $(PAGE_NEEDS) | $(VENV)/run.stamp
	$(BIN)/python -m signread.webapp.assets web
	cd web && npm run --silent build

web/node_modules/.stamp: web/package.json web/package-lock.json
	@command -v npm >/dev/null || { \
	  echo 'the browser app is built with Node.js 20 or newer and npm, which are not here; `make live` needs neither' >&2; exit 1; }
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

check: $(VENV)/dev.stamp web/node_modules/.stamp | $(VENV)/run.stamp  ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m signread.webapp.assets web
	cd web && npm run --silent check

format: $(VENV)/dev.stamp web/node_modules/.stamp  ## puts the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	cd web && npm run --silent format

docs: $(VENV)/docs.stamp  ## the documentation as a site, in docs/site; a warning is an error
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet -b html docs docs/site

package: $(PAGE) $(VENV)/dev.stamp  ## wheel and sdist, each tried in a clean environment
	rm -rf dist build/clean && $(BIN)/python -m build --quiet
	for file in dist/*.whl dist/*.tar.gz; do \
	  $(BIN)/python -m venv --clear build/clean && build/clean/bin/python -m pip install --quiet -c constraints.txt "$$file" && \
	  build/clean/bin/signread --version && build/clean/bin/python -c "$$page_is_there" || exit 1; done

export define page_is_there
from signread.webapp.server import PAGE, files
assert (files("signread.webapp") / PAGE / "index.html").is_file(), "the built page is missing"
endef

clean:
	rm -rf src/signread/webapp/page web/node_modules web/public/wasm web/public/words.json web/src/generated docs/site
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else \
	  "signread needs Python 3.11 or newer, %s is %s; name another: make PYTHON=python3.12" % (sys.executable, sys.version.split()[0]))'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[words,desktop,heif]'
	@$(opencv_loads)
	@touch $@

$(VENV)/dev.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[all,dev]'
	@$(opencv_loads)
	@touch $@ $(VENV)/run.stamp

$(VENV)/docs.stamp: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[all,docs]'
	@touch $@

# Side by side: the page's tests mostly wait for a camera. pytest takes $(1), npm runs $(2).
define side_by_side
(cd web && npm run --silent $(2)) > .web-tests.log 2>&1 & web=$$!; \
$(BIN)/pytest -n 2 --dist worksteal $(1); python=$$?; wait $$web; web=$$?; cat .web-tests.log; exit $$((python + web > 0))
endef

# OpenCV's window needs libraries that a container may lack: as root they are installed, else it is said which.
define opencv_loads
$(BIN)/python -c 'import cv2' 2>/dev/null || { \
  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { \
    echo 'OpenCV needs $(OPENCV_NEEDS): installing them'; \
    apt-get -qq update && apt-get -qq install -y $(OPENCV_NEEDS) >/dev/null; }; \
  $(BIN)/python -c 'import cv2' || { \
    echo 'OpenCV cannot be loaded; on Debian or Ubuntu: sudo apt-get install $(OPENCV_NEEDS)' >&2; exit 1; }; }
endef

# Made-up hands are drawn with OpenGL, without a display: as root it is installed, else those tests are passed over.
define opengl_there
$(BIN)/python -c "$$opengl_opens" 2>/dev/null || { \
  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { \
    echo 'made-up hands are drawn with OpenGL: installing it'; \
    apt-get -qq update && apt-get -qq install -y libegl1 libgl1-mesa-dri >/dev/null; }; \
  $(BIN)/python -c "$$opengl_opens" 2>/dev/null || \
    echo 'no OpenGL here: drawing is not tested; on Debian: sudo apt-get install libegl1 libgl1-mesa-dri'; }
endef

export define opengl_opens
from signread.synthetic.renderer import Renderer
Renderer(8, 8).close()
endef

# The page's tests drive a real browser: as root it is installed, else it is said what is missing, and they are passed over.
define chromium_there
command -v chromium >/dev/null || { \
  [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && { \
    echo 'the page is tested in Chromium: installing it'; \
    apt-get -qq update && apt-get -qq install -y chromium >/dev/null; }; \
  command -v chromium >/dev/null || echo 'no Chromium here: the page is not tested; on Debian: sudo apt-get install chromium'; }
endef
