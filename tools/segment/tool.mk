# What segment learns from, how it is measured, and its bench. The data stand outside the tree.
SHARED ?= ../shared
PYTHON ?= python3
SEGMENT_HERE = tools/segment
SEGMENT_SETS = $(SHARED)/data/segment
SEGMENT_LANGUAGES = de es fr ja ko ru zh
SEGMENT_TRAIN = $(BUILD)/train/segment-train

.PHONY: segment-data train-segment train-segment-lexicon train-segment-en train-segment-others train-segment-neutral \
	eval-segment bench-segment

segment-data:
	@test -d $(SEGMENT_SETS) || { echo "segment: no data in $(SEGMENT_SETS): set SHARED=DIR"; exit 1; }

# The lexicon first: models are trained with the one that is compiled in.
train-segment: train-segment-lexicon
	$(MAKE) train-segment-en train-segment-others train-segment-neutral

# Sets whose licence lets weights ship. The dev sets are trained on, too; the figures in the headers are cross-validated.
SEGMENT_EN_FREE = $(foreach s,en_ewt_train en_gumfree_train en_ewt_dev en_gumfree_dev,$(SEGMENT_SETS)/$(s).jsonl)
SEGMENT_EN_NEWS = $(SHARED)/data/tag/ner_voa_train.jsonl
SEGMENT_EXAMPLES = $(SEGMENT_HERE)/train/examples_en.txt
SEGMENT_EN_MEASURED = $(foreach s,en_gum_dev en_gum_train en_news_gum_dev en_news_gum_train golden,$(SEGMENT_SETS)/$(s).jsonl=0)

define SEGMENT_EN_HEADER
data: UD English-EWT train and dev, UD English-GUM train and dev without its non-commercial texts, Voice of America news, hand-written examples
licence: CC BY-SA 4.0 (EWT), CC BY 4.0 and public domain (GUM), public domain (VOA)

endef
define SEGMENT_GSD_HEADER
data: UD GSD dev (vi: UD VTB train and dev) and hand-written examples
licence: CC BY-SA 4.0

endef
define SEGMENT_NEUTRAL_HEADER
data: UD English-EWT and GUM (free part), UD GSD dev of seven languages, UD Vietnamese-VTB
licence: CC BY-SA 4.0, CC BY 4.0 and public domain

endef
define SEGMENT_LEXICON_HEADER
data: Voice of America news with parts of speech (machine-made); UD English-EWT, GUM (free part); UNER and wikigold texts
licence: CC BY-SA 4.0 and freer: public domain (VOA), CC BY-SA 4.0 (EWT, UNER), CC BY 4.0 (GUM, wikigold)

endef
export SEGMENT_EN_HEADER SEGMENT_GSD_HEADER SEGMENT_NEUTRAL_HEADER SEGMENT_LEXICON_HEADER

train-segment-lexicon: segment-data $(BUILD)/train/segment-lexicon
	$(BUILD)/train/segment-lexicon --out $(SEGMENT_HERE)/lexicon_en.bin --header "$$SEGMENT_LEXICON_HEADER" \
	    $(SEGMENT_EN_NEWS) $(SHARED)/data/tag/ner_train.jsonl $(wordlist 1,2,$(SEGMENT_EN_FREE))

train-segment-en: segment-data $(SEGMENT_TRAIN)
	$(SEGMENT_TRAIN) --cv 5 --out $(SEGMENT_HERE)/model_en.bin --header "$$SEGMENT_EN_HEADER" en \
	    $(SEGMENT_EN_FREE) $(SEGMENT_EN_NEWS)=0.3 $(SEGMENT_EXAMPLES)=3 $(SEGMENT_EN_MEASURED)

# Few of Korean's sentences without a terminator are seen, which makes the model too shy.
SEGMENT_SOFT_BIAS = $$([ $$l != ko ] || echo --soft-bias 700)

train-segment-others: segment-data $(SEGMENT_TRAIN)
	for l in $(SEGMENT_LANGUAGES); do \
	    $(SEGMENT_TRAIN) --bits 14 $(SEGMENT_SOFT_BIAS) --cv 5 --out $(SEGMENT_HERE)/model_$$l.bin --header "$$SEGMENT_GSD_HEADER" $$l \
	        $(SEGMENT_SETS)/$${l}_gsd_dev.jsonl $$(ls $(SEGMENT_HERE)/train/examples_$$l.txt 2>/dev/null) || exit 1; \
	done
	$(SEGMENT_TRAIN) --bits 14 --cv 5 --out $(SEGMENT_HERE)/model_vi.bin --header "$$SEGMENT_GSD_HEADER" vi \
	    $(SEGMENT_SETS)/vi_vtb_train.jsonl $(SEGMENT_SETS)/vi_vtb_dev.jsonl $(SEGMENT_HERE)/train/examples_vi.txt

train-segment-neutral: segment-data $(SEGMENT_TRAIN)
	$(SEGMENT_TRAIN) --bits 14 --cv 5 --out $(SEGMENT_HERE)/model_neutral.bin --header "$$SEGMENT_NEUTRAL_HEADER" neutral \
	    $(SEGMENT_EN_FREE) $(foreach l,$(SEGMENT_LANGUAGES),$(SEGMENT_SETS)/$(l)_gsd_dev.jsonl) \
	    $(SEGMENT_SETS)/vi_vtb_train.jsonl $(SEGMENT_HERE)/train/examples_neutral.txt

# English by models that have not seen the rows, then the shipped tool on what it was not trained on.
eval-segment: segment-data $(SEGMENT_TRAIN) $(BUILD)/bin/segment
	$(SEGMENT_TRAIN) --cv 5 en $(SEGMENT_EN_FREE) $(SEGMENT_EN_NEWS)=0.3 $(SEGMENT_EXAMPLES)=3 $(SEGMENT_EN_MEASURED)
	for l in $(SEGMENT_LANGUAGES); do \
	    $(SEGMENT_TRAIN) --bits 14 $(SEGMENT_SOFT_BIAS) --cv 5 $$l $(SEGMENT_SETS)/$${l}_gsd_dev.jsonl \
	        $$(ls $(SEGMENT_HERE)/train/examples_$$l.txt 2>/dev/null) | tail -n +3 || exit 1; \
	done
	$(PYTHON) $(SHARED)/score/evaluate.py --bin $(BUILD)/bin segment $(SHARED)/gold/seeds_segment.jsonl \
	    $(SEGMENT_SETS)/golden.jsonl $(SEGMENT_SETS)/en_lines_dev.jsonl $(SEGMENT_SETS)/en_gum_dev.jsonl

# The peers: ICU if its headers are installed, and what the Python in use has of BlingFire, nltk and pySBD.
SEGMENT_BENCH = $(BUILD)/bench/segment
$(SEGMENT_BENCH)/icu-sentences: $(SEGMENT_HERE)/bench/icu.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -o $@ $< $$($(PKG_CONFIG) --cflags --libs icu-i18n icu-uc)

bench-segment: segment-data $(BUILD)/bin/segment
	@mkdir -p $(SEGMENT_BENCH)
	$(PYTHON) $(SHARED)/data/bench/make_speed_text.py $(SEGMENT_BENCH)/text.txt 16000000
	$(PYTHON) $(SEGMENT_HERE)/bench/records.py <$(SEGMENT_BENCH)/text.txt >$(SEGMENT_BENCH)/records.jsonl
	@icu=-; if $(PKG_CONFIG) --exists icu-i18n; then \
	    $(MAKE) --no-print-directory $(SEGMENT_BENCH)/icu-sentences && icu=$(SEGMENT_BENCH)/icu-sentences; \
	else echo 'bench-segment: ICU is not installed: left out'; fi; \
	$(PYTHON) $(SEGMENT_HERE)/bench/peers.py $(BUILD)/bin/segment $$icu $(SEGMENT_BENCH)/text.txt $(SEGMENT_BENCH)/records.jsonl
