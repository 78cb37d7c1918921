# Only the libraries that tocsv calls: what it never uses should not take memory or time to start.
$(BUILD)/bin/tocsv: LDFLAGS += -Wl,--as-needed

JSON_SUITE ?= ../shared/data/badinput/JSONTestSuite/test_parsing
.PHONY: bench-tocsv eval-record

# Instructions per byte, and a paired table with whatever of jq, mlr, csvkit, DuckDB and Node is installed.
bench-tocsv: $(BUILD)/bin/tocsv
	@BIN=$(BUILD)/bin OUT=$(BUILD)/bench-tocsv sh tests/bench/tocsv.sh

# The public suite of JSON parsers against the record scan.
eval-record: $(BUILD)/test/record_suite
	@if [ -d "$(JSON_SUITE)" ]; then $(BUILD)/test/record_suite "$(JSON_SUITE)"; \
	else echo "eval-record: there is no $(JSON_SUITE); give its folder with JSON_SUITE=..."; fi
