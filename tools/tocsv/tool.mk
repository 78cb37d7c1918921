# Only the libraries that tocsv calls: what it never uses should not take memory or time to start.
$(BUILD)/bin/tocsv: LDFLAGS += -Wl,--as-needed

JSON_SUITE ?= ../shared/data/badinput/JSONTestSuite/test_parsing
SENTENCE_GENERATOR ?= ../shared/data/bench/make_sentences.py
.PHONY: bench-tocsv eval-record

# Instructions per byte, and a paired table with whatever of jq, mlr, csvkit, DuckDB and Node is installed.
bench-tocsv: $(BUILD)/bin/tocsv
	@python3 tests/bench/tocsv.py $(BUILD)/bin $(BUILD)/bench-tocsv $(SENTENCE_GENERATOR)

# The public suite of JSON parsers against the record scan.
eval-record: $(BUILD)/test/record_suite
	@if [ -d "$(JSON_SUITE)" ]; then $(BUILD)/test/record_suite "$(JSON_SUITE)"; \
	else echo "eval-record: there is no $(JSON_SUITE); give its folder with JSON_SUITE=..."; fi

# A public suite of CSV files through --from=csv and back.
CSV_SUITE ?= ../shared/data/badinput/csv-spectrum
.PHONY: eval-csv
eval-csv: $(BUILD)/bin/tocsv
	@python3 tests/record/csv_spectrum.py $(BUILD)/bin/tocsv "$(CSV_SUITE)"

# What a stage costs at least: a line checked, a member appended. Instructions per byte, and CPU seconds of four stages.
.PHONY: bench-record
bench-record: $(BUILD)/test/record_append
	@python3 tests/bench/record.py $(BUILD)/test/record_append $(BUILD)/bench-tocsv $(SENTENCE_GENERATOR)
