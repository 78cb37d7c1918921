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
