# `make` is what CI runs: lint, types, layers, tests. `make film BRIEF="..."` makes a film.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
SITE := build/site
export BRIEF

.PHONY: check film test lint types layers format measure clean
check: lint types layers test

film: $(VENV)/.ready
	@test -n "$$BRIEF" || { echo 'Say what the film is about: make film BRIEF="A lighthouse keeper befriends a storm"' >&2; exit 2; }
	@$(BIN)/studio create -- "$$BRIEF"

test: $(VENV)/.ready-dev
	$(BIN)/pytest

lint: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

# mypy and import-linter cannot see the package mapping in the source tree: they read an installed copy.
types: $(SITE)/.installed
	cd $(SITE) && $(abspath $(BIN))/mypy --config-file $(abspath pyproject.toml) -p studio

layers: $(SITE)/.installed
	cd $(SITE) && PYTHONPATH=. $(abspath $(BIN))/lint-imports --config $(abspath pyproject.toml)

format: $(VENV)/.ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

measure: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build *.egg-info

# setuptools warns of every editable install, in twelve lines that say nothing to whoever wants a film.
$(VENV)/.ready: pyproject.toml
	@echo "Preparing $(VENV) (once) ..." >&2
	@if command -v uv >/dev/null; then \
		uv venv -q --allow-existing $(VENV) && uv pip install -q -p $(VENV) -e .; \
	else \
		$(PYTHON) -m venv $(VENV) && $(BIN)/pip install -q --upgrade pip && PYTHONWARNINGS=ignore $(BIN)/pip install -q -e .; \
	fi
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	@if command -v uv >/dev/null; then uv pip install -q -p $(VENV) --group dev; \
	else $(BIN)/pip install -q --group dev; fi
	@touch $@

SOURCES := $(shell find studio agents tools storage -type f -not -path '*/__pycache__/*' 2>/dev/null)
$(SITE)/.installed: $(VENV)/.ready-dev $(SOURCES)
	@rm -rf $(SITE) build/lib
	@if command -v uv >/dev/null; then uv pip install -q -p $(VENV) --no-deps --target $(SITE) .; \
	else $(BIN)/pip install -q --no-deps --target $(SITE) .; fi
	@touch $@
