# What is made for tag beside its program: the compiled lists of names, the models, figures.
SHARED ?= ../shared
TAG_LISTS := $(sort $(wildcard tools/tag/names/*.tsv))
SET_OF = $(SHARED)/$(1)

.PHONY: names-tag eval-tag

# Compiles the readable lists into the block that the program carries; names.gaz is committed.
names-tag: $(BUILD)/bin/tag
	$< $(addprefix --names=,$(TAG_LISTS)) --compile-names=tools/tag/names.gaz

eval-tag: $(BUILD)/bin/tag
	@test -d $(SHARED)/gold || { echo "eval-tag: no data: $(SHARED) is missing"; exit 1; }
	python3 $(SHARED)/score/evaluate.py --bin $(BUILD)/bin seedtag $(SHARED)/gold/seeds_tag.jsonl
	python3 $(SHARED)/score/evaluate.py --bin $(BUILD)/bin seedtag $(SHARED)/gold/news_tag.jsonl $(SHARED)/gold/news_tag_articles.jsonl
	python3 $(SHARED)/score/evaluate.py --bin $(BUILD)/bin tag $(SHARED)/data/tag/ner_measure_only.jsonl

# Events: the part-of-speech model, events on the entities that rows bring, and PLOVER's records.
.PHONY: train-tag-speech eval-tag-events bench-tag-events
train-tag-speech: $(BUILD)/train/tag-speech_train
	@test -d $(SHARED)/data || { echo "train-tag-speech: no data: $(SHARED) is missing"; exit 1; }
	$< $(SHARED)/data/tag/ner_voa_train.jsonl tools/tag/speech.model

eval-tag-events: $(BUILD)/bin/tag
	@test -d $(SHARED)/data || { echo "eval-tag-events: no data: $(SHARED) is missing"; exit 1; }
	python3 $(SHARED)/score/evaluate.py --bin $(BUILD)/bin plover $(SHARED)/data/tag/events_plover_public.jsonl

# Instructions with events and without; tag with events keeps at least half its speed.
bench-tag-events: $(BUILD)/bin/tag
	@test -d $(SHARED)/data || { echo "bench-tag-events: no data: $(SHARED) is missing"; exit 1; }
	head -n 2000 $(SHARED)/data/tag/ner_voa_train.jsonl >$(BUILD)/bench-tag.jsonl
	@for events in --no-events ''; do \
	    valgrind --tool=callgrind --callgrind-out-file=/dev/null $< -q $$events -o /dev/null $(BUILD)/bench-tag.jsonl 2>&1 | \
	        sed -n "s/.*Collected : /instructions $$events /p"; done
