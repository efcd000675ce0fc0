# Every task of the project. A tool is installed when it is first needed, and again only when the
# files that name its version change: the stamps in .venv and node_modules remember that.

PORT ?= 8000
PYTHON ?= python3
SITE_LANGUAGE ?= ru
OVERDUE ?= warn
FUZZ_SECONDS ?= 60

VENV := .venv
BIN := $(VENV)/bin
SITE := $(VENV)/.site-installed
DEV := $(VENV)/.dev-installed
BENCH := $(VENV)/.bench-installed
PEERS := build/peers/.installed
IN_PYODIDE := build/pyodide/.installed
FUZZ := $(VENV)/.fuzz-installed
AUDIT := build/audit/.installed
AUDIT_BIN := $(dir $(AUDIT))bin
# The scripts by what surrounds them: each surrounding has types of its own.
TYPES := page worker service_worker node quickstart
NODE := node_modules/.installed
FOLDER_OF_PEERS := benchmarks/peers
FOLDER_OF_SCHEMAS := tests/papers/schemas
SCHEMAS := $(FOLDER_OF_SCHEMAS)/node_modules/.installed
FOLDERS_OF_NODE := . $(FOLDER_OF_PEERS) $(FOLDER_OF_SCHEMAS)

# Twice quiet: errors are shown, warnings about somebody's own pip configuration are not.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --quiet
LOCKED := --only-binary :all: --require-hashes --requirement
# One worker for each core, and one more where browsers are driven: a third of its time such a test
# waits for them. A worker takes neighbouring tests, which share what they have set up.
# What is compiled is kept, whatever the surroundings say: tests start Python a hundred times.
WORKERS := logical
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -q -n $(WORKERS) --dist worksteal
# Measurements over hundreds of settings: how close, how much an answer decides, how fast.
LONG := $(patsubst %,tests/core/test_%.py,simulation rated answer_space load questions) \
	$(patsubst %,tests/core/test_%.py,turning only_against encodings fuzz dask_recipe) \
	tests/guide/test_estimates.py tests/guide/test_fitted.py
SIZE_AND_SPEED := tests/browser/test_weight.py tests/browser/test_lighthouse.py tests/core/test_fuzz.py
NPM := $(BIN)/npm --loglevel=error --no-audit --no-fund --no-update-notifier --ignore-scripts
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--python-version 3.12 pyproject.toml

export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_CUSTOM_COMPILE_COMMAND := make lock

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup site build stage serve-dev quick test thorough papers fuzz coverage mutation parity reproducible faults soak check format translations screenshots estimate validate bench bench-browser audit links lock clean distclean browsers office

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(SITE) $(NODE) ## install what building the site needs (the other targets do it themselves)
	@echo "Everything that the site needs is installed."

site: build ## build the site and serve it on http://127.0.0.1:8000 (PORT=8000)
	@$(BIN)/python -m hooks.commands.serve --port $(PORT)

build: $(SITE) $(NODE) ## build the site in all its languages into site/ (RUNTIME=ordinary)
	@$(BIN)/python -m hooks.commands.build

stage: $(SITE) $(NODE) ## write the pages as plain Markdown for another generator into build/stage
	@$(BIN)/python -m hooks.commands.stage build/stage

serve-dev: $(SITE) $(NODE) ## serve one language and reload it on every change (SITE_LANGUAGE=ru)
	@SITE_LANGUAGE=$(SITE_LANGUAGE) $(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

# A quarter of the random cases that HYPOTHESIS_PROFILE=patient tries, as every push does in several
# Pythons: see `tries` in tests/support.py.
quick test: export HYPOTHESIS_PROFILE ?= quick
quick: $(DEV) $(NODE) ## run the tests that need neither the site nor a browser, but for the slowest
	@$(PYTEST) -m "not long" $(LONG:%=--ignore=%) tests/core tests/guide tests/views calculator

test: export BY_TURNS := 1
test thorough: WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
test: $(DEV) $(IN_PYODIDE) $(SCHEMAS) browsers office build ## build the site and run the tests, those in browsers by turns in one language on one screen
	@echo "Running the tests."
	@$(PYTEST)

thorough: $(DEV) $(IN_PYODIDE) $(SCHEMAS) browsers office build ## build the site and run all tests in every language on every screen (TIMES=10: ten times as many random cases)
	@$(PYTEST)

papers: export PAPERS ?= 200
papers: $(DEV) $(NODE) $(SCHEMAS) office ## make hundreds of files for office programs, open each in LibreOffice, read each by its schema (PAPERS=200)
	@$(PYTEST) tests/papers

fuzz: export HYPOTHESIS_PROFILE ?= fuzz
fuzz: $(DEV) $(FUZZ) ## try public functions with thousands of random arguments each, files with odd bytes (FUZZ_SECONDS=60)
	@$(PYTEST) tests/core/test_fuzz.py
	@$(BIN)/python -m tools.fuzz --seconds $(FUZZ_SECONDS)

# A readable site is larger, and what is measured is slower.
coverage: export READABLE := 1
coverage: export SCRIPT_COVERAGE := build/coverage/scripts
coverage: $(DEV) $(NODE) browsers office ## how much of package, hooks and browser scripts all tests run, against the least allowed
	@rm -rf build/coverage build/runtime # what is kept would not run
	@$(BIN)/coverage run -m hooks.commands.build
	@status=0; \
	$(BIN)/coverage run -m pytest -q -n $(WORKERS) --dist worksteal $(SIZE_AND_SPEED:%=--ignore=%) || \
		status=$$?; \
	$(BIN)/python -m tools.covered || status=$$?; \
	exit $$status

mutation: $(DEV) ## whether tests notice small faults put into the numerical, staffing and decision models
	@$(BIN)/python -m tools.mutation

parity: export HYPOTHESIS_PROFILE ?= quick
parity: $(DEV) $(NODE) $(IN_PYODIDE) ## ask every CPython that is installed and Pyodide for the same results, and run the tests of the package in Pyodide
	@$(BIN)/python -m tools.parity
	@$(BIN)/python -m tools.in_pyodide
	@PARITY=1 $(PYTEST) tests/start/test_results.py -k every_call

reproducible: $(SITE) ## build the site in two clean clones of the newest commit and compare them
	@$(BIN)/python -m tools.reproducible

faults: $(DEV) browsers build ## break the site: every file, network, worker, storage, updates (FAULTS="--pages home")
	@$(BIN)/python -m tools.faults $(FAULTS)

soak: $(DEV) browsers build ## use the site for hours: memory and storage stay flat (CHANGES=500 VISITS=50)
	@CHANGES=$(CHANGES) VISITS=$(VISITS) $(BIN)/python -m tools.soak

# What takes a second comes first.
check: $(DEV) $(NODE) ## check format, style, types, workflows, translations and texts (OVERDUE=fail)
	$(BIN)/python -m service_structure guide --check-translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/node node_modules/.bin/biome ci
	@set -e; for project in $(TYPES); do \
		echo "$(BIN)/node node_modules/.bin/tsc --project docs/types/$$project.json"; \
		$(BIN)/node node_modules/.bin/tsc --project docs/types/$$project.json; \
	done
	$(BIN)/zizmor --offline --quiet --persona=pedantic .github
	$(BIN)/actionlint .github/workflows/*.yml
	$(BIN)/python -m tools.editing --overdue $(OVERDUE)

format: $(DEV) $(NODE) ## write Python, scripts and style sheets in the project's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/node node_modules/.bin/biome check --write

audit: $(AUDIT) $(SITE) ## ask for known vulnerabilities of everything that the locks name
	@status=0; for lock in site dev test-browser bench fuzz marimo marimo-browser audit; do \
		echo "requirements/$$lock.txt"; \
		$(AUDIT_BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
			--requirement requirements/$$lock.txt || status=1; \
	done; \
	for folder in $(FOLDERS_OF_NODE); do \
		echo "$$folder/package-lock.json"; \
		$(BIN)/npm --loglevel=error audit --prefix $$folder --package-lock-only \
			--audit-level=high || status=1; \
	done; \
	exit $$status

links: $(SITE) ## ask the address of every source whether it still answers
	@$(BIN)/python -m tools.links

translations: $(SITE) ## vouch for the translations as they stand now
	@$(BIN)/python -m service_structure guide --accept-translations

screenshots: $(DEV) browsers build ## take the pictures of the README and, for review, of every state of the calculator
	@$(BIN)/python -m tools.screenshots

estimate: $(DEV) ## fit the weights, base points and temperature to the casebook: estimates.toml
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tools.estimate

validate: $(DEV) ## measure the model on the casebook, by cross-validation (WRITE=--write keeps the figures)
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tools.validate $(WRITE)

bench: $(DEV) $(BENCH) browsers build ## measure the package, beside comparable libraries, and the site
	@set -e; for script in benchmarks/[a-z]*.py; do \
		$(BIN)/python -m "benchmarks.$$(basename "$$script" .py)"; done

bench-browser: $(DEV) $(PEERS) browsers build ## measure how fast pages are in a browser
	@set -e; for script in benchmarks/browser/[a-z]*.py; do \
		$(BIN)/python -m "benchmarks.browser.$$(basename "$$script" .py)"; done

lock: $(DEV) ## write the locks anew (UPGRADE=--upgrade takes the newest versions)
	$(COMPILE) $(UPGRADE) --group site --output-file requirements/site.txt
	$(COMPILE) $(UPGRADE) --group test --group check --constraint requirements/site.txt \
		--output-file requirements/dev.txt
	$(COMPILE) $(UPGRADE) --group test-browser --no-deps --constraint requirements/dev.txt \
		--output-file requirements/test-browser.txt
	$(COMPILE) $(UPGRADE) --group bench --constraint requirements/dev.txt \
		--output-file requirements/bench.txt
	$(COMPILE) $(UPGRADE) --group fuzz --constraint requirements/site.txt \
		--output-file requirements/fuzz.txt
	$(COMPILE) $(UPGRADE) --group audit --output-file requirements/audit.txt
	$(COMPILE) $(UPGRADE) --group marimo --output-file requirements/marimo.txt
	$(COMPILE) $(UPGRADE) --group marimo-browser --no-deps \
		--output-file requirements/marimo-browser.txt
	for folder in $(FOLDERS_OF_NODE); do $(NPM) install --prefix $$folder --package-lock-only \
		--omit-lockfile-registry-resolved >/dev/null || exit; done
	@if grep -n '://' requirements/*.txt || \
		grep -n '"resolved"' $(FOLDERS_OF_NODE:%=%/package-lock.json); then \
		echo "A lock names a registry (above). It must not: other people use other registries."; \
		exit 1; \
	fi

clean: ## remove what was built
	rm -rf site build dist *.egg-info .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -not -path './.venv/*' -not -path './node_modules/*' \
		-prune -exec rm -rf {} +

distclean: clean ## remove what was built and what was installed
	rm -rf $(VENV) node_modules

# pip is the last file that venv writes: an interrupted set-up is started again.
$(BIN)/pip:
	@for candidate in "$(PYTHON)" python3.13 python3.12; do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then \
			echo "Setting up Python in $(VENV)."; \
			exec $$candidate -m venv --clear $(VENV); \
		fi; \
	done; \
	echo "Python 3.12 or newer is needed, and $(PYTHON) is not. Install it, or say where it is:" \
		"make PYTHON=/path/to/python3.13 $(MAKECMDGOALS)"; \
	exit 1

$(SITE): requirements/site.txt pyproject.toml | $(BIN)/pip
	@echo "Installing what building the site needs (about a minute)."
	@$(PIP_INSTALL) $(LOCKED) requirements/site.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(SITE)
	@echo "Installing what the tests and checks need (about a minute)."
	@$(PIP_INSTALL) $(LOCKED) requirements/dev.txt
	@touch $@

$(BENCH): requirements/bench.txt $(SITE)
	@echo "Installing the libraries to compare with (about a minute)."
	@$(PIP_INSTALL) $(LOCKED) requirements/bench.txt
	@touch $@

$(FUZZ): requirements/fuzz.txt $(SITE)
	@$(PIP_INSTALL) $(LOCKED) requirements/fuzz.txt
	@touch $@

# The audit has an environment of its own: it asks for other versions of what the site is built with.
$(AUDIT): requirements/audit.txt | $(SITE)
	@echo "Installing what asks for known vulnerabilities."
	@$(BIN)/python -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --quiet --quiet $(LOCKED) requirements/audit.txt
	@touch $@

# What runs in Pyodide is unpacked for it. The last options say what Pyodide's wheels are named by.
FOR_PYODIDE := --platform pyemscripten_2026_0_wasm32 --python-version 3.14 --implementation cp
$(IN_PYODIDE): requirements/test-browser.txt $(DEV)
	@echo "Installing what tests in Pyodide need."
	@rm -rf $(@D)
	@$(PIP_INSTALL) --no-deps --target $(@D) $(FOR_PYODIDE) $(LOCKED) requirements/test-browser.txt
	@touch $@

# What is loaded into a browser is downloaded for it: pip would not install it here.
$(PEERS): requirements/marimo.txt requirements/marimo-browser.txt \
		$(FOLDER_OF_PEERS)/package-lock.json $(DEV)
	@echo "Installing what to compare the start of Python with (about a minute)."
	@$(BIN)/python -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --quiet --quiet $(LOCKED) requirements/marimo.txt
	@$(BIN)/python -m pip download --quiet --quiet --no-deps --dest $(@D)/wheels \
		$(FOR_PYODIDE) $(LOCKED) requirements/marimo-browser.txt
	@$(NPM) ci --prefix $(FOLDER_OF_PEERS) >/dev/null
	@touch $@

$(NODE): package.json package-lock.json | $(SITE)
	@echo "Installing the browser's Python, and what joins and checks scripts."
	@$(NPM) ci >/dev/null || { echo "If package.json and its lock differ, run make lock first."; exit 1; }
	@touch $@

$(SCHEMAS): $(FOLDER_OF_SCHEMAS)/package.json $(FOLDER_OF_SCHEMAS)/package-lock.json | $(NODE)
	@echo "Installing what reads files for office programs by their schemas."
	@$(NPM) ci --prefix $(FOLDER_OF_SCHEMAS) >/dev/null
	@touch $@

# Playwright and Lighthouse drive the system's Chromium, Puppeteer its Firefox; WebKitGTK has a
# driver and needs a virtual screen; the checker of HTML runs on Java. Where CI is set, a test that
# cannot run is a failure. For a page Chromium's headless shell takes half as long as the whole browser,
# which the tests drive where no package brings the shell.
BROWSERS := chromium firefox-esr webkit2gtk-driver xvfb default-jre-headless
browsers:
	@if command -v chromium >/dev/null && command -v java >/dev/null && \
		{ command -v firefox-esr || command -v firefox; } >/dev/null && \
		command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null; then exit 0; fi; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing Chromium, Firefox, WebKitGTK and Java for the tests of the site."; \
		export DEBIAN_FRONTEND=noninteractive; \
		log=$$(apt-get update 2>&1 && \
			apt-get install --yes --no-install-recommends $(BROWSERS) 2>&1) && exit 0; \
		echo "$$log"; \
	fi; \
	echo "Chromium, Firefox, WebKitGTK's driver, Xvfb or Java is not installed, so some tests will be" \
		"skipped. To run them, install all (on Debian: sudo apt-get install $(BROWSERS))."; \
	test -z "$$CI"
	@if ! command -v chromium-headless-shell >/dev/null && command -v apt-get >/dev/null && \
		[ "$$(id -u)" = 0 ]; then \
		export DEBIAN_FRONTEND=noninteractive; \
		shell="apt-get install --yes --no-install-recommends chromium-headless-shell"; \
		{ $$shell || { apt-get update && $$shell; }; } >/dev/null 2>&1 || true; \
	fi

# LibreOffice opens the files for office programs, and works their workbooks out; Arial is drawn in
# Liberation's letters, which are as wide.
OFFICE := libreoffice-calc libreoffice-writer libreoffice-impress fonts-liberation
office:
	@if command -v soffice >/dev/null; then exit 0; fi; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing LibreOffice for the tests of files."; \
		export DEBIAN_FRONTEND=noninteractive; \
		install="apt-get install --yes --no-install-recommends $(OFFICE)"; \
		log=$$($$install 2>&1 || { apt-get update && $$install; } 2>&1) && exit 0; \
		echo "$$log"; \
	fi; \
	echo "LibreOffice is not installed, so some tests will be skipped. To run them, install it (on" \
		"Debian: sudo apt-get install $(OFFICE))."; \
	test -z "$$CI"
