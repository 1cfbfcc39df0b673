# make run    build the graph of data/documents/, answer a query, write the pages
# make test   lint, types, tests (browser tests included)
# make bench  extraction, export and server measured beside their peers, the short way, some minutes
#             (one alone: make bench-speed, bench-stores, bench-corpus, bench-serve, bench-export,
#             bench-pages, bench-analysis)
# make docs   put the answers in the READMEs and docs/cli.md in step with the program
# make tidy   put the tables below data/ in order
#
# Both install all they need into .venv first; a stamp file keeps a second run from installing again.

SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
OUT := build
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test lint bench docs tidy system clean help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "needs Python 3.11 or later, found " + sys.version.split()[0])'
	"$(PYTHON)" -m venv $(VENV)

$(VENV)/.run: setup.cfg pyproject.toml | $(BIN)/python
	@echo '安装到 $(VENV) / installing into $(VENV) …'
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install -qq --editable .
	@touch $@

$(VENV)/.test: setup.cfg pyproject.toml | $(BIN)/python
	@echo '安装到 $(VENV)（含测试工具） / installing into $(VENV), with the tools for tests …'
	@PYTHONWARNINGS=ignore $(BIN)/python -m pip install -qq --editable '.[dev]'
	@touch $(VENV)/.run $@

run: $(VENV)/.run
	@$(BIN)/kg build --out $(OUT)
	@echo
	@$(BIN)/kg query --graph $(OUT) --name restrictions_of_industry --set industry=电解铝
	@echo
	@$(BIN)/kg viz --graph $(OUT)
	@echo '更多问题 more questions: $(BIN)/kg query --list'

# Browser tests want Chromium and a font with Chinese glyphs, store tests Virtuoso, tests of office files
# LibreOffice. Debian's names; elsewhere a test that lacks its program fails or says that it is skipped.
DEBIAN := chromium fonts-noto-cjk virtuoso-opensource-7 libreoffice-calc-nogui libreoffice-writer-nogui

system:
	@command -v apt-get >/dev/null || exit 0; \
	missing=$$(for name in $(DEBIAN); do \
		dpkg-query -W -f='$${Status}' $$name 2>/dev/null | grep -q 'ok installed' || printf ' %s' $$name; \
	done); \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ]; then \
		echo "apt-get install$$missing"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
			-o DPkg::Lock::Timeout=300 $$missing >/dev/null; \
	else \
		echo "make test: 请先安装系统软件包 install these packages first: apt-get install$$missing" >&2; exit 1; \
	fi

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/.test system lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m 'not alone'
	$(BIN)/python -m pytest -m alone

BENCHES := speed corpus stores serve export pages analysis
.PHONY: $(BENCHES:%=bench-%)

bench: bench-speed
	@$(MAKE) --no-print-directory bench-serve SECONDS=2
	@$(MAKE) --no-print-directory bench-export QUADS=1 FORMATS='nt csv' BESIDE=nt

SECONDS := 5
QUADS := 1000000
FORMATS := nt ttl trig nq rdf jsonld ttl12 csv parquet sqlite cypher neo4j
BESIDE := nt ttl

bench-speed: $(VENV)/.run
	@$(BIN)/python benchmarks/speed.py

bench-corpus: $(VENV)/.run
	@$(BIN)/python benchmarks/corpus.py

bench-stores: $(VENV)/.test $(OUT)/graph.nq
	@$(BIN)/python benchmarks/stores.py --graph $(OUT) --size 100k 1x 1m --limit 0.5

bench-serve: $(VENV)/.test $(OUT)/graph.nq
	@$(BIN)/python benchmarks/serve.py --graph $(OUT) --seconds $(SECONDS)

bench-export: $(VENV)/.test $(OUT)/graph.nq
	@$(BIN)/python benchmarks/export.py $(OUT) --quads $(QUADS) --formats $(FORMATS) --beside $(BESIDE)

bench-pages: $(VENV)/.test $(OUT)/graph.nq
	@$(BIN)/python benchmarks/pages.py $(OUT)

bench-analysis: $(VENV)/.test
	@$(BIN)/python benchmarks/analysis.py

$(OUT)/graph.nq: | $(VENV)/.run
	@$(BIN)/kg build --out $(OUT)

docs: $(VENV)/.test
	$(BIN)/python tests/refresh_docs.py

tidy: | $(BIN)/python
	$(BIN)/python tests/tidy_data.py --fix

clean:
	rm -rf $(OUT) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
