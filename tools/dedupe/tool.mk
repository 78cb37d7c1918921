# dedupe: quality on the planted sets, and speed beside what else there is. Both read ../shared and stop without it.
DEDUPE_SETS := ../shared/data/dedupe
DEDUPE_SCORE := ../shared/score/evaluate.py

.PHONY: eval-dedupe bench-dedupe
eval-dedupe: $(BUILD)/bin/dedupe
	@[ -d $(DEDUPE_SETS) ] || { echo 'eval-dedupe: $(DEDUPE_SETS) is not there: nothing to measure with'; exit 0; }; \
	for set in doc para; do \
	    echo "$$set:"; \
	    python3 $(DEDUPE_SCORE) --bin $(BUILD)/bin dedupe $(DEDUPE_SETS)/public_$$set.in.jsonl.gz \
	        $(DEDUPE_SETS)/public_$$set.labels.tsv || exit 1; \
	done

bench-dedupe: $(BUILD)/bin/dedupe eval-dedupe
	@BIN=$(BUILD)/bin OUT=$(BUILD)/bench SETS=$(DEDUPE_SETS) sh tools/dedupe/bench.sh
