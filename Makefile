# The commands of the project; README.md tells what they are for.
PYTHON ?= python3
RUN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test test-all check reset messages lock bench-board weight pictures safeguards backup restore install install-test

help: ## show this
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: install ## start everything, with the example organisation
	@exec $(RUN) -m deploy.local.run

test: install-test ## set up what is needed, check it, and test all but what takes long
	@$(MAKE) --no-print-directory check
	@found=0; $(RUN) -m pytest -n 2 --dist loadgroup -m "not long" --ignore tests/deploy || found=1; \
	$(RUN) -m pytest -m "not long" tests/deploy || found=1; exit $$found

test-all: install-test ## the same, with the tests that take long
	@$(MAKE) --no-print-directory check
	@found=0; HYPOTHESIS_PROFILE=new $(RUN) -m pytest -n 2 --dist loadgroup --ignore tests/deploy || found=1; \
	$(RUN) -m pytest tests/deploy || found=1; exit $$found

check: install-test ## format, lint, types, import rules, translations
	@$(RUN) -m ruff format --check .
	@$(RUN) -m ruff check .
	@$(RUN) -m mypy backend worker deploy
	@.venv/bin/lint-imports --no-logo
	@$(RUN) -m deploy.messages --check
	@$(RUN) -m deploy.front_end types

reset: ## empty the data, after asking (YES=1 does not ask)
	@$(RUN) -m deploy.local.reset

backup: install ## keep database and photos in a folder, while it runs (TO=/path)
	@$(RUN) -m deploy.backup.write

restore: install ## bring a backup back into an empty installation (FROM=/path)
	@$(RUN) -m deploy.backup.restore

messages: install-test ## collect the words on screen, and say which lack Dutch
	@$(RUN) -m deploy.messages

lock: install-test ## pin all packages anew, with hashes
	@$(RUN) -m deploy.lock

bench-board: install-test ## measure the board, home, feed and logging a step
	@$(RUN) -m tests.benchmarks.board

weight: install-test ## weigh a first visit of the copy that runs at PORT
	@$(RUN) -m tests.benchmarks.weight

safeguards: install-test ## take each safeguard of delivery away, and see its test fail
	@$(RUN) -m tests.faults.safeguards

pictures: install-test ## photograph the pages and the crossing for docs/
	@$(RUN) -m tests.benchmarks.pictures

install:
	@$(PYTHON) deploy/bootstrap.py run

install-test:
	@$(PYTHON) deploy/bootstrap.py test
