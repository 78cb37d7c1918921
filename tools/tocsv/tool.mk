# Only the libraries that tocsv calls: what it never uses should not take memory or time to start.
$(BUILD)/bin/tocsv: LDFLAGS += -Wl,--as-needed
