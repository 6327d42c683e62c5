# make report   charts and one page from the bundled posts, into charts/
# make test     every test
# make lab      JupyterLab on the project, so that notebooks/ and data/ are both in reach
# make docs     the page of the API: build/docs/toolkit.html
# Each makes .venv from the lock if it is not there yet.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: report test lab docs lint types layers size notebooks lock clean

report: $(READY)
	$(BIN)/toolkit report --out charts

test: $(READY)
	$(BIN)/python -m pytest

lab: $(READY)
	$(BIN)/jupyter lab

docs: $(READY)
	$(BIN)/python benchmarks/make_docs.py

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@# JupyterLab would ask at its first start whether to fetch news from the network.
	mkdir -p $(VENV)/share/jupyter/lab/settings
	echo '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}' \
	  > $(VENV)/share/jupyter/lab/settings/overrides.json
	touch $(READY)

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports --no-cache

size: $(READY)
	$(BIN)/python benchmarks/size.py

# The committed outputs: run in place on the bundled posts, images into notebooks/charts/.
notebooks: $(READY)
	$(BIN)/python benchmarks/run_notebooks.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build charts dist .pytest_cache .hypothesis .mypy_cache .ruff_cache
