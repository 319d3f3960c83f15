# The commands of README.md, for those who type `make`. Windows: see README.md.
.PHONY: run run-empty test lint bench samples

run:
	python3 -m venv .venv && .venv/bin/python -m pip install -q -r requirements.txt && .venv/bin/python -m streamlit run dashboard.py

run-empty:
	python3 -m venv .venv && .venv/bin/python -m pip install -q -r requirements.txt && BANGXANH_SAMPLES=0 BANGXANH_STORE=data/store/office/bangxanh.duckdb .venv/bin/python -m streamlit run dashboard.py

test:
	python3 -m venv .venv && .venv/bin/python -m pip install -q -r requirements.txt -r tests/requirements.txt && .venv/bin/python tests/all.py

lint:
	.venv/bin/python tests/all.py lint

bench:
	.venv/bin/python -m tests.bench.all

samples:
	.venv/bin/python -m data.samples.make
