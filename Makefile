# Two commands: `make demo` and `make test`. Both make their environment first, in .venv and nowhere else.
#   make demo    build the digits example for this machine and for AArch64, run it, show its report
#   make test    the default tests (no Docker, no emulator, about a minute)
#   make check   ruff and mypy
#   make clean   remove the environment and everything built
# PYTHON=python3.12 chooses the interpreter, TOOLCHAIN=docker the C toolchain, PYTEST="-k conv" goes to pytest.

PYTHON ?= python3
VENV ?= .venv
TOOLCHAIN ?= local
PYTEST ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
EXAMPLE := examples/digits

# The newest family that this machine runs.
HOST := $(shell case $$(uname -m) in \
    (x86_64) grep -qw avx2 /proc/cpuinfo && grep -qw fma /proc/cpuinfo && echo x86-64-v3 || echo x86-64-v2;; \
    (aarch64|arm64) echo aarch64;; \
    (arm*) echo armv7;; \
    (*) uname -m;; esac)

.PHONY: demo test check clean

demo: $(VENV)/.demo
	$(BIN)/pack build $(EXAMPLE)/manifest.yaml --toolchain $(TOOLCHAIN) $(addprefix --target ,$(sort $(HOST) aarch64))
	$(BIN)/pack run build/digits/$(HOST) --input $(EXAMPLE)/sample.npz --output build/digits/out.npz
	$(BIN)/python $(EXAMPLE)/show.py $(EXAMPLE)/sample.npz build/digits/out.npz $(EXAMPLE)/label.txt
	$(BIN)/pack report build/digits/$(HOST)

test: $(VENV)/.test
	$(BIN)/python -m pytest $(PYTEST)

check: $(VENV)/.dev
	$(BIN)/ruff check --output-format concise .
	$(BIN)/ruff format --quiet --check .
	$(BIN)/mypy

$(VENV)/.demo: $(BIN)/python pyproject.toml
	$(PIP) -e '.[local]'
	@touch $@

$(VENV)/.test: $(BIN)/python pyproject.toml
	$(PIP) -e '.[test]'
	@touch $@

$(VENV)/.dev: $(BIN)/python pyproject.toml
	$(PIP) -e '.[dev,example]'
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(3 if sys.version_info < (3, 10) else 0)'; case $$? in \
	    (0) ;; \
	    (3) echo "pack needs Python 3.10 or newer, $(PYTHON) is older: make PYTHON=python3.12 ..." >&2; exit 2;; \
	    (*) echo "$(PYTHON) does not run: name a Python of 3.10 or newer: make PYTHON=python3.12 ..." >&2; exit 2;; esac
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	    echo "$(PYTHON) cannot make an environment: install its venv module (Debian, Ubuntu: apt install python3-venv)" >&2; exit 2; }

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
