# Everything there is to type. `make run` and `make test` need Python 3.11 or newer and set up the rest.

PORT ?= 8501
MAINTAIN_PORT ?= 8502
FUZZ_SECONDS ?= 20
EXAMPLES ?= 2000
SOAK_MINUTES ?= 60
OPENAPI_EXAMPLES ?= 100
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
# The tests' chromium may be another one: CHROMIUM=/path/to/it
CHROMIUM ?= chromium

# Debian's packages are installed when root asks, and named when somebody else does.
debian = { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	&& apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $(1); } \
	|| { echo "Missing on this machine. On Debian: sudo apt-get install $(1)" >&2; exit 1; }

# Python keeps what it has compiled, whatever the environment says: tests and servers start some hundred processes,
# each of which would compile the project anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run maintain rehearse test lint types style audit format check unit proxy fuzz browser slow soak proof pictures tokens messages bench bench-floor bench-proxy sbom pins image fonts chromium nginx builders judges

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(VENV)/.run ## the dashboard on this machine, http://127.0.0.1:8501 (PORT=… for another port)
	@exec $(BIN)/python -m repression serve --port $(PORT)

maintain: $(VENV)/.run ## the maintainers' page on this machine: take in a file, correct, check (MAINTAIN_PORT=… for another port)
	@exec $(BIN)/python -m repression maintain --port $(MAINTAIN_PORT)

rehearse: $(VENV)/.dev ## a maintainer's month by commands, on invented data in a copy that is thrown away
	@$(BIN)/python -m tests.rehearse

test: lint check unit proxy browser ## what must hold before each push: style, types, data, tests, tests in a browser

# The types take as long as all the rest, so that both cores have some.
lint: $(VENV)/.dev ## style, types, and what is known to be unsafe
	@$(MAKE) --no-print-directory -j 2 --output-sync types style

types: $(VENV)/.dev
	$(BIN)/mypy

style: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/bandit -q -c pyproject.toml -r repression pages bench dashboard.py

audit: $(VENV)/.dev ## known vulnerabilities of what is installed (asks PyPI about every package)
	for list in requirements requirements-dev requirements-bench requirements-s3 requirements-sbom; do \
		$(BIN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r $$list.txt || exit; done

format: $(VENV)/.dev ## format the code and mend what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: $(VENV)/.run ## are all snapshots in data/ valid?
	$(BIN)/python -m repression check

# A third worker, since many tests wait: for a server, a browser, a clock, the next poll of the reloader.
unit: $(VENV)/.dev ## the tests that need nothing but Python
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not browser and not proxy and not slow and not proof"

proxy: $(VENV)/.dev nginx ## the tests through nginx, as deploy/ has it
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "proxy and not proof" tests/deploy

fuzz: $(VENV)/.dev ## the readers of raw files under fuzzing (FUZZ_SECONDS=… for longer)
	$(BIN)/python -m tests.fuzz_parsers -max_total_time=$(FUZZ_SECONDS) -max_len=2000 -rss_limit_mb=1024 -verbosity=0

browser: $(VENV)/.dev chromium ## the tests in a browser
	CHROMIUM=$(CHROMIUM) $(BIN)/python -m pytest -n 3 -m "not slow and not proof" tests/browser

slow: fuzz $(VENV)/.dev chromium build/moto/.made ## the tests that take longer: fuzzing, attacks, faults, kills, large files, stores, the maintainers' page, walks through all pages
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "slow and not browser and not proof"
	CHROMIUM=$(CHROMIUM) $(BIN)/python -m pytest -n 3 -m "slow and not proof" tests/browser

soak: $(VENV)/.dev ## an hour of mixed use: is memory where it was, and nothing failed? (SOAK_MINUTES=… for another time)
	SOAK_MINUTES=$(SOAK_MINUTES) $(BIN)/python -m pytest -s tests/proof/test_soak.py

proof: $(VENV)/.dev judges builders chromium build/lighthouse/.made build/moto/.made soak ## files opened in LibreOffice and R, pages judged by Lighthouse, the service, site and images of deploy/ run, an hour of mixed use, ten minutes of quick steps, and many more filters (EXAMPLES=… for even more)
	CHROMIUM=$(CHROMIUM) $(BIN)/python -m pytest -m proof --ignore tests/proof/test_soak.py
	EXAMPLES=$(EXAMPLES) OPENAPI_EXAMPLES=$(OPENAPI_EXAMPLES) $(BIN)/python -m pytest -n 2 \
		tests/test_routes_and_pages.py tests/web/test_openapi.py

image: $(VENV)/.dev nginx builders ## the container images, built from Debian's packages, and started as in the compose file (BUILD_OPTIONS=… for buildah)
	BUILD_OPTIONS="$(BUILD_OPTIONS)" $(BIN)/python -m pytest -m proof tests/proof/test_image.py

pictures: $(VENV)/.dev chromium ## every page as a picture, 390 and 1440 px wide
	CHROMIUM=$(CHROMIUM) $(BIN)/python -m tests.browser.pictures
	CHROMIUM=$(CHROMIUM) $(BIN)/python -m tests.browser.maintainer_pictures

tokens: $(VENV)/.run ## the colours and sizes of repression/palette.py, written into CSS, theme and icon
	$(BIN)/python -m repression.maintain.design_tokens

messages: $(VENV)/.run ## the catalogues in locale/ with every text there is, new ones empty
	$(BIN)/python -m repression.maintain.extract_messages

bench: $(VENV)/.dev build/datasette/.made chromium ## what the dashboard does on this machine, beside references
	CHROMIUM=$(CHROMIUM) $(BIN)/python -m bench

bench-floor: $(VENV)/.dev build/datasette/.made ## whether it keeps the lowest ratios, in a minute or so
	$(BIN)/python -m bench --floor

bench-proxy: $(VENV)/.dev nginx ## nginx before one process and four: pace, cost, one killed each 10 s, a thousand open pages (a quarter of an hour)
	$(BIN)/python -m bench --only proxy --minutes 5

sbom: build/sbom/.made ## every package that the site runs on, with checksums, as CycloneDX: build/sbom.cdx.json
	build/sbom/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
		--spec-version 1.6 --output-format JSON --output-file build/sbom.cdx.json requirements.txt

pins: ## requirements*.txt anew from requirements*.in
	$(PYTHON) -m venv build/pins
	build/pins/bin/pip install --quiet pip-tools
	for list in requirements requirements-dev requirements-bench requirements-s3 requirements-sbom; do build/pins/bin/pip-compile --quiet --generate-hashes \
		--strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links \
		--no-emit-trusted-host --output-file $$list.txt $$list.in || exit; done

# The letters of our languages and their neighbours, and the signs of numbers and quotations; arrows and the minus are
# in another font.
LETTERS = U+0020-007E,U+00A0-017F,U+0218-021B,U+02BC,U+0301,U+0400-045F,U+0490-0491,U+2009,U+2010-2027,U+202F,U+2030-203A,U+20AC,U+2116,U+2153-2154
SIGNS = U+2190-2193,U+2212,U+2248,U+2264-2265
SHAPES = U+25A0,U+25A8,U+25AC,U+25B2,U+25BC,U+25C6,U+25CF
SUBSET = build/fonts/bin/pyftsubset /usr/share/fonts/truetype/noto/$$font.ttf --no-hinting \
	--output-file=repression/fonts/$$font.ttf --unicodes
fonts: ## repression/fonts anew, with which the server draws PNG, from Debian's fonts-noto-core
	$(PYTHON) -m venv build/fonts
	build/fonts/bin/pip install --quiet fonttools
	for font in NotoSans-Regular NotoSans-Bold; do $(SUBSET)=$(LETTERS) || exit; done
	font=NotoSansMath-Regular; $(SUBSET)=$(SIGNS)
	font=NotoSansSymbols2-Regular; $(SUBSET)=$(SHAPES)

# The environment is made anew whenever the pinned versions change, so that nothing old stays in it. Making it through a
# link would empty the folder that the link leads to, which may be the environment of another working copy.
$(VENV)/.run: requirements.txt
	@test ! -L $(VENV) || { echo "$(VENV) must be a folder of its own, not a link: it is made anew now, which would" \
		"empty $$(readlink -f $(VENV)). Remove the link (rm $(VENV)), then run make again." >&2; exit 1; }
	@command -v $(PYTHON) >/dev/null || $(call debian,python3 python3-venv)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || $(call debian,python3-venv)
	@echo "Setting up $(VENV) (a minute or two)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(PIP) -r requirements.txt -r requirements-dev.txt
	@touch $@

# What the benchmark holds the data route against, apart from everything the dashboard runs on.
build/datasette/.made: requirements-bench.txt
	@$(PYTHON) -m venv --clear build/datasette
	@build/datasette/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

# The S3 server of the tests, which needs older packages than the dashboard has.
build/moto/.made: requirements-s3.txt
	@$(PYTHON) -m venv --clear build/moto
	@build/moto/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-s3.txt
	@touch $@

# What lists the packages, apart from them.
build/sbom/.made: requirements-sbom.txt
	@$(PYTHON) -m venv --clear build/sbom
	@build/sbom/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-sbom.txt
	@touch $@

# The judge of pages, apart from everything else; its lockfile names no registry.
build/lighthouse/.made: tests/proof/lighthouse/package-lock.json
	@command -v node >/dev/null && command -v npm >/dev/null || $(call debian,nodejs npm)
	@mkdir -p $(@D)
	@cp tests/proof/lighthouse/package.json tests/proof/lighthouse/package-lock.json tests/proof/lighthouse/.npmrc $(@D)
	@npm ci --prefix $(@D) --silent
	@touch $@

chromium:
	@command -v $(CHROMIUM) >/dev/null || $(call debian,chromium fonts-dejavu-core fonts-noto-core)

nginx:
	@test -x /usr/sbin/nginx && command -v openssl >/dev/null || $(call debian,nginx openssl)

builders:
	@command -v buildah >/dev/null && command -v podman >/dev/null && command -v runc >/dev/null && command -v mmdebstrap >/dev/null \
		|| $(call debian,buildah podman runc mmdebstrap)

judges:
	@command -v soffice >/dev/null && command -v Rscript >/dev/null || $(call debian,libreoffice-calc r-base-core)
	@command -v age >/dev/null && command -v ip >/dev/null && command -v openssl >/dev/null && command -v systemd-nspawn >/dev/null \
		&& test -x /usr/sbin/nginx || $(call debian,age iproute2 nginx openssl systemd-container)
