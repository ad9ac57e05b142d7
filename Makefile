# make setup  a virtual environment with kb, its extras and the test tools
# make demo   reads examples/ into demo.db and asks it the README's questions
# make test   everything that has to hold: style, types, tests
# make readme puts the real output of every command into README.md and docs/cli.md
# make images takes the README's pictures anew (needs Chromium)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo.db

.PHONY: setup demo test readme images clean

setup: $(VENV)/installed

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kb needs Python 3.11 or newer; run: make setup PYTHON=python3.11"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) \
	  || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[postgresql,dev]'
	@# Its readers check what kb exports; its server's own needs are not wanted.
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps timesketch
	@touch $@

demo: setup
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	@$(BIN)/kb ingest examples --db sqlite:///$(DEMO)
	@$(BIN)/kb import examples/nvidia.csv --db sqlite:///$(DEMO)
	@echo
	@$(BIN)/kb timeline --db sqlite:///$(DEMO)
	@$(BIN)/python -m tests.docs demo
	@echo
	@echo "The base is $(CURDIR)/$(DEMO). Ask it more: $(BIN)/kb timeline --db sqlite:///$(DEMO) --entity blackwell"

test: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(if $(CI),$(BIN)/python -m tests.javascript)
	$(BIN)/pytest -rs -n auto --dist loadfile --no-loadscope-reorder $(if $(CI),-p tests.nothing_skipped)

readme: setup
	$(BIN)/python -m tests.docs update

images: setup
	$(BIN)/python -m tests.images

clean:
	rm -rf $(VENV) $(DEMO) $(DEMO)-wal $(DEMO)-shm build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis \
	  tests/js/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
