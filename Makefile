# The ways into this house. `make demo` and `make test` need only git, make and Python 3.11 or later with venv.
#
#   make demo    an invented place to try Ecotone on   (PORT=8001  FRESH=1  PEOPLE=500  SEED=7  PLACE=one-charity)
#   make test    every test, on SQLite and on PostgreSQL                            (ARGS="-k referral -x")
#   make check   lint, types, floors, migrations, documents, licences; changes nothing
#   make audit   whether anything pinned has a known vulnerability, as far as the package registries answer
#   make fuzz    requests made of the API's document, no run like the other                          (EXAMPLES=200)
#   make fix     what can be put right by itself: format, imports, generated documents
#   make bench   how fast the things are that are done most, on both databases      (PEOPLE=655000  KEEP=folder)
#   make lock    compile requirements/*.txt and the npm lock anew                   (UPGRADE=1 to take newer versions)
#   make assets  build the pages' style sheet, script and fonts

PYTHON ?= python3
prepare = command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found. Please install Python 3.11 or later." >&2; exit 1; }; \
	$(PYTHON) tools/prepare.py

.PHONY: demo test check audit fuzz fix bench lock assets

demo:
	@$(prepare) run
	@.venv/bin/ecotone demo $(if $(PORT),--port $(PORT)) $(if $(FRESH),--fresh) \
		$(if $(PEOPLE),--people $(PEOPLE)) $(if $(SEED),--seed $(SEED)) $(if $(PLACE),--place $(PLACE))

test:
	@$(prepare) dev
	@.venv/bin/python -m tests.run $(ARGS)

check:
	@$(prepare) dev
	@.venv/bin/python tools/check.py

audit:
	@$(prepare) dev
	@.venv/bin/python -m tools.audit

fuzz:
	@$(prepare) dev
	@FUZZ=$(or $(EXAMPLES),100) .venv/bin/python -m tests.run tests/web/test_api_document.py

fix:
	@$(prepare) dev
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet . ; .venv/bin/python tools/commitments.py ; .venv/bin/python tools/referral_states.py ; .venv/bin/python tools/who_signs.py ; .venv/bin/python tools/openapi.py

bench:
	@$(prepare) dev
	@.venv/bin/python -m bench $(if $(PEOPLE),--people $(PEOPLE)) $(if $(KEEP),--keep $(KEEP))

lock:
	@$(prepare) lock $(if $(UPGRADE),--upgrade)

assets:
	@$(prepare) run
