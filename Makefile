# suara: two commands on a fresh machine with Python 3.11 or newer: `make demo` and `make test`.
# Windows without make: see "Without make" in README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check setup setup-dev bench bench-small fuzz words clean

demo: $(VENV)/.ready  ## set up, and run the main job on the bundled Indonesian study
	rm -rf demo-indonesia
	$(BIN)/suara example indonesia demo-indonesia
	$(BIN)/suara run demo-indonesia

test: $(VENV)/.ready-dev  ## set up, and pass the tests
	bash scripts/system.sh
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.ready-dev  ## lint, format, types, translations
	$(BIN)/ruff check suara tests scripts
	$(BIN)/ruff format --check suara tests scripts
	$(BIN)/mypy
	$(BIN)/python scripts/words.py --check

setup: $(VENV)/.ready  ## a virtual environment with suara in it

setup-dev: $(VENV)/.ready-dev  ## the same, with what tests need

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.ready-dev: pyproject.toml $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

bench: $(VENV)/.ready-dev  ## import, and all measures, beside DuckDB alone and what else is used; into docs/bench*.md (30 GB of disk)
	$(BIN)/python -m bench.ingest --posts 2000000 --write docs/bench.md
	$(BIN)/python -m bench.measures --posts 20000000 --more 100000000 --spark --write docs/bench-measures.md
	$(BIN)/python -m bench.incremental --posts 20000000 --write docs/bench-incremental.md
	$(BIN)/python -m bench.coding
	$(BIN)/python -m bench.origin --posts 1000000 --articles 50000 --minhash 10000 --write docs/bench-origin.md
	$(BIN)/python -m bench.coordination --shares 10000000 --viral 200000 --slice 500000 --memory 3GiB --write docs/bench-coordination.md
	$(BIN)/python -m bench.pages --posts 20000000 --write docs/bench-pages.md

bench-small: $(VENV)/.ready-dev  ## the same with 200,000 posts: a few minutes; the numbers must be equal
	$(BIN)/python -m bench.ingest --posts 200000
	$(BIN)/python -m bench.measures --posts 200000 --few 200000 --repeat 1 --spark
	$(BIN)/python -m bench.incremental --posts 200000
	$(BIN)/python -m bench.coding 100000
	$(BIN)/python -m bench.origin --posts 100000 --articles 5000
	$(BIN)/python -m bench.coordination --shares 500000 --viral 10000 --slice 100000

fuzz: $(VENV)/.ready-dev  ## 10,000 mutated exports, and 50 kills in the middle of an import
	$(BIN)/python -m scripts.fuzz --files 10000
	SUARA_KILLS=50 $(BIN)/python -m pytest tests/collect/test_kill.py

words: $(VENV)/.ready-dev  ## bring the translations up to date with the code
	$(BIN)/python scripts/words.py

clean:  ## what make made
	rm -rf $(VENV) demo-indonesia
