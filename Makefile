# What there is to type. Each line of work is a small file in scripts/.

.DEFAULT_GOAL := help
.PHONY: help run test fresh chaos soak audit check bench eval-nlu eval-default eval-danger eval-dialogue eval-citizens eval-letters setup lock translations clean
MAKEFLAGS += --no-print-directory

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## /\1  /p' $(MAKEFILE_LIST) | awk '{ printf "make %-8s", $$1; $$1 = ""; print }'

run: ## set up what is missing, start everything, print the pages to open; Ctrl-C stops it
	@scripts/setup run
	@exec ./arzi run

test: ## set up what is missing and run all tests (ARGS="-k name" for some)
	@scripts/setup test
	@scripts/test $(ARGS)

fresh: ## run and test the commit on a new machine, a Debian in var/fresh (ARGS=run or ARGS="test -k name" for one of both)
	@scripts/fresh $(ARGS)

chaos: ## citizens write on all channels while everything is killed, then an account is made (ARGS="--minutes 5 --database sqlite")
	@scripts/setup test
	@.venv/bin/python -m tests.chaos $(ARGS)

soak: ## run for an hour on each database under mixed load, and fail where something grows without a cause (ARGS="--minutes 480")
	@scripts/setup test
	@.venv/bin/python -m tests.soak $(ARGS)

audit: ## known holes in what we depend on, and secrets that were committed (ARGS=--offline without a network)
	@scripts/setup check
	@.venv/bin/python scripts/audit.py $(ARGS)

check: ## formatting, lint, types, layers
	@scripts/setup check
	@scripts/check

bench: ## measure speed, side by side with what it could be (ARGS="accept --quick" for one)
	@scripts/setup test
	@./arzi bench $(ARGS)

eval-nlu: ## measure how well texts are understood, beside a table of keywords
	@scripts/setup run
	@PYTHONPATH=. nlu/assistant/.venv/bin/python -W ignore -m nlu.evaluation $(ARGS)

eval-default: ## the same beside Rasa's default pipeline, in an environment of its own with TensorFlow (2.6 GB)
	@scripts/setup baseline
	@PYTHONPATH=. TF_CPP_MIN_LOG_LEVEL=3 var/baseline/bin/python -W ignore -m nlu.evaluation --with-default $(ARGS)

eval-danger: ## measure how dangers are heard, and what rings falsely (ARGS="--rows FILE --mistakes")
	@scripts/setup run
	@PYTHONPATH=. .venv/bin/python -m nlu.evaluation.dangers $(ARGS)

eval-dialogue: ## measure single turns of the dialogue (ARGS="--rows FILE --mistakes", "--engine plain")
	@scripts/setup run
	@PYTHONPATH=. RASA_TELEMETRY_ENABLED=false nlu/assistant/.venv/bin/python -W ignore -m nlu.evaluation.dialogue $(ARGS)

eval-citizens: ## 120 simulated citizens, each a whole conversation with the real Rasa (ARGS="--mistakes", "--only ps")
	@scripts/setup run
	@.venv/bin/python -m workbench.citizens $(ARGS)

eval-letters: ## measure how well letters are read, beside plain tesseract and OCRmyPDF (ARGS="--pages 1" for some)
	@scripts/setup test
	@OPENBLAS_NUM_THREADS=1 .venv/bin/python -m channels.letters.evaluate $(ARGS)

setup: ## only set up what is missing (ARGS=code for a machine of several: no secrets, no database)
	@scripts/setup $(or $(ARGS),run)

lock: ## write the lock files anew (ARGS=--upgrade for newer versions)
	@scripts/lock $(ARGS)

translations: ## bring the pages' Urdu and Pashto catalogues up to date, and say what is missing
	@scripts/setup check
	@scripts/translations

clean: ## remove environments, models and what was built; data in var/ stays
	@rm -rf .venv nlu/assistant/.venv nlu/assistant/models nlu/assistant/.rasa var/setup var/tools
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
