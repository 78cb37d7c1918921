# What is made for tag beside its objects: the compiled lists of names, the models, figures.
SHARED ?= ../shared
TAG_LISTS := $(sort $(wildcard tools/tag/names/*.tsv))
TAG_ROWS := $(SHARED)/data/tag/ner_train.jsonl $(SHARED)/data/tag/ner_voa_train.jsonl
TAG_EVALUATE = python3 $(SHARED)/score/evaluate.py --bin $(BUILD)/bin

.PHONY: train-tag-clusters train-tag-names train-tag-speech eval-tag bench-tag tag-data

tag-data:
	@test -d $(SHARED)/data/tag || { echo "tag: $(SHARED)/data/tag is missing: nothing to train on or to measure with"; exit 1; }

# The readable lists, compiled into the block that the program carries, by a program of the gazetteer alone. After a
# change of the lists the model wants to be trained again, because lists are among its features.
$(BUILD)/obj/tools/tag/names_compile: $(addprefix $(BUILD)/obj/tools/tag/,train/names_compile.o gazetteer_compile.o words.o words_scan.o) \
		$(BUILD)/lib/libbroadsheet.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/obj/tools/tag/names.gaz: $(BUILD)/obj/tools/tag/names_compile $(TAG_LISTS)
	$< $(TAG_LISTS) $@

$(BUILD)/obj/tools/tag/names.gaz.embed.o: $(BUILD)/obj/tools/tag/names.gaz common/embed.S
	$(CC) -c -DNAME=names -DFILE='"$<"' -o $@ common/embed.S

# The frames without their comments and examples, each line in its place.
$(BUILD)/obj/tools/tag/frames.tsv: tools/tag/frames.tsv
	@mkdir -p $(@D)
	sed 's/^[=#].*//' $< >$@

$(BUILD)/obj/tools/tag/frames.tsv.embed.o: $(BUILD)/obj/tools/tag/frames.tsv common/embed.S
	$(CC) -c -DNAME=frames -DFILE='"$<"' -o $@ common/embed.S

# VECTORS=FILE: what tools/tag/train/make-vectors.py writes, or its source. After it the names want to be trained again.
train-tag-clusters: $(BUILD)/train/tag-clusters_train
	@test -n "$(VECTORS)" || { echo "tag: VECTORS= must name a file of word vectors, see tools/tag/train/make-vectors.py"; exit 1; }
	$(BUILD)/train/tag-clusters_train tools/tag/words.clusters $(VECTORS)

# First with a tenth held out, for the score that the model's header states, then with all rows.
train-tag-names: tag-data $(BUILD)/train/tag-names_train
	$(BUILD)/train/tag-names_train $(BUILD)/held-out.model $(TAG_ROWS)
	$(BUILD)/train/tag-names_train -a -s "$$(sed -n 's/^score: //p;/^$$/q' $(BUILD)/held-out.model) (then trained on all)" \
		tools/tag/spans.model $(TAG_ROWS)

train-tag-speech: tag-data $(BUILD)/train/tag-speech_train
	$(BUILD)/train/tag-speech_train $(SHARED)/data/tag/ner_voa_train.jsonl tools/tag/speech.model

eval-tag: tag-data $(BUILD)/bin/tag
	$(TAG_EVALUATE) seedtag $(SHARED)/gold/seeds_tag.jsonl
	$(TAG_EVALUATE) seedtag $(SHARED)/gold/news_tag.jsonl $(SHARED)/gold/news_tag_articles.jsonl
	$(TAG_EVALUATE) tag $(SHARED)/data/tag/ner_measure_only.jsonl

# Quality on the public sets, then speed, memory and the time that 200,000 names of a user's own cost, in one run;
# spaCy beside it where it is installed.
bench-tag: tag-data $(BUILD)/bin/tag
	$(TAG_EVALUATE) seedtag $(SHARED)/gold/news_tag.jsonl $(SHARED)/gold/news_tag_articles.jsonl
	BIN=$(BUILD)/bin OUT=$(BUILD)/bench SHARED=$(SHARED) python3 tools/tag/bench.py
