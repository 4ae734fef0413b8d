# Two commands matter: `make demo` and `make test`. Each sets up what it needs in $(VENV).
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MUTANTS := $(VENV)-mutants
PYRIGHT := $(VENV)-pyright

.PHONY: demo test lint types layers audit unit prove twins upstream bench storm explore fuzz mutants pyright guests parsed checks ledger clean \
	check-alarms check-fuzz check-speed check-matrix

demo: $(READY)
	$(BIN)/python -m demo

test: lint types layers audit unit

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy --strict safestore stubs
	$(BIN)/safestore check safestore benchmarks

layers: $(READY)
	$(BIN)/lint-imports

audit: $(READY)
	$(BIN)/safestore audit --quiet

unit: $(READY)
	$(BIN)/python -m pytest -q -n 2

# Each guard of each proved invariant is disabled in a copy of the tree; its tests must fail.
prove: $(READY)
	$(BIN)/safestore audit --prove

# Evidence: what plain wasmtime does with each misuse of tests/misuse (crashed, hung, wrong, fine).
twins: $(READY)
	$(BIN)/python -m tests.misuse.twins

# wasmtime-py's own test suite, from the sdist of the installed version, on raw and on safestore.
upstream: $(READY)
	$(BIN)/python -m tests.upstream
	$(BIN)/python -m tests.upstream --wasmtime 47.0.1

bench: $(READY)
	$(BIN)/python -m benchmarks

# Eight threads on one store for ten seconds, thorough Hypothesis profiles.
storm: $(READY)
	SAFESTORE_STORM=10 $(BIN)/python -m pytest -q tests/objects/test_storms.py
	SAFESTORE_HYPOTHESIS=thorough $(BIN)/python -m pytest -q property_tests

# Every order in which two threads, and three, can come: with programs that take minutes, too.
explore: $(READY)
	SAFESTORE_EXPLORE=all $(BIN)/python -m pytest -q -rP tests/ownership/exploring/test_exploring.py

# Who owns a store, by chance: 200,000 steps among real threads against a model. Prints what was met.
fuzz: $(READY)
	$(BIN)/python -m property_tests.fuzz

# The static checks on code that is right: nothing may be found. Fetches what it looks at.
check-alarms: $(READY)
	$(BIN)/python -m tests.check.false_alarms

# The static checks on the standard library, as it is and with safestore mixed in: no fault, no hang.
check-fuzz: $(READY)
	$(BIN)/python -m tests.check.fuzzing

# What the static checks take, beside mypy alone.
check-speed: $(READY)
	$(BIN)/python -m benchmarks.checking --check

# The static checks with older mypys, and on the other Pythons that are here.
check-matrix: $(READY)
	$(BIN)/python -m tests.check.matrix

# Mutation testing of ownership/, with an environment of its own: see docs/mutants.md. Some of it:
# make mutants FILES="region custody"
mutants: $(MUTANTS)/.ready
	$(MUTANTS)/bin/python -m tests.mutants $(FILES)

# What pyright says of the types, in an environment of its own: see docs/checking-types.md. It fetches
# its program when it is first run.
pyright: $(PYRIGHT)/.ready
	$(PYRIGHT)/bin/python -m tests.typing.by_pyright

# Build the demo's guests from their C sources, twice, and compare.
guests: $(READY)
	$(BIN)/python -m demo.build

# Parse the declarations of the C API for the installed wasmtime, ahead of time.
parsed: $(READY)
	$(BIN)/python -m safestore.native.parsed

# Write docs/checks, a page for each code, from safestore/check/rules.py.
checks: $(READY)
	$(BIN)/python -m tests.check.pages

# Write SAFETY.md's tables from the ledger.
ledger: $(READY)
	$(BIN)/safestore audit --write

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

$(MUTANTS)/.ready: pyproject.toml
	$(PYTHON) -m venv $(MUTANTS)
	$(MUTANTS)/bin/python -m pip install --quiet --upgrade pip
	$(MUTANTS)/bin/python -m pip install --quiet --editable . --group mutants
	touch $@

$(PYRIGHT)/.ready: pyproject.toml
	$(PYTHON) -m venv $(PYRIGHT)
	$(PYRIGHT)/bin/python -m pip install --quiet --upgrade pip
	$(PYRIGHT)/bin/python -m pip install --quiet --editable . --group pyright
	touch $@

clean:
	rm -rf $(VENV) $(MUTANTS) $(PYRIGHT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .cache
