# make site        the site, in _site/
# make serve       a preview that follows every save
# make check       what is wrong with the content; nothing is written
# make test        all checks and tests, after installing what they need
# make screenshot  docs/screenshot.png, of the essay that comes with Footnoted
# make pictures    every kind of page in every state, in _pictures/index.html
# make evidence    content/files/, what the essay about Footnoted rests on
# make clean       removes what can be made again
#
# PYTHON names another Python than python3: make test PYTHON=python3.13

PYTHON ?= python3
export PYTHON
RUN := .venv/bin/python
# Tests in two processes, and those that take time itself for a fact.
MANY := $(RUN) -m pytest -n 2 --dist loadfile -m 'not alone'
ALONE := $(RUN) -m pytest -m alone

.PHONY: site serve check test setup lint screenshot pictures evidence clean

site:
	@scripts/install-python requirements.txt
	$(RUN) build.py

serve:
	@scripts/install-python requirements.txt
	$(RUN) build.py serve

check:
	@scripts/install-python requirements.txt
	$(RUN) build.py check

test: setup lint
	$(MANY)
	$(ALONE)

setup:
	@scripts/setup-tests

lint: setup
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy

screenshot: setup
	$(RUN) scripts/screenshot.py

pictures: setup
	$(RUN) scripts/pictures.py

evidence: setup
	$(MANY) --junitxml .cache/many.xml
	$(ALONE) --junitxml .cache/alone.xml
	$(RUN) scripts/evidence_files.py --tests .cache/many.xml .cache/alone.xml

clean:
	rm -rf .venv .tools _site _pictures .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find build.py footnoted scripts tests -name __pycache__ -prune -exec rm -rf {} +
