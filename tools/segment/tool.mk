# What segment learns from, how it is measured, and its bench. The data stand outside the tree.
SHARED ?= ../shared
SEGMENT_SETS = $(SHARED)/data/segment
SEGMENT_HERE = tools/segment
SEGMENT_LANGUAGES = de es fr ja ko ru zh
SEGMENT_TRAIN = $(BUILD)/train/segment-train

.PHONY: train-segment train-segment-en train-segment-others train-segment-lexicon eval-segment segment-data

segment-data:
	@test -d $(SEGMENT_SETS) || { echo "segment: no data in $(SEGMENT_SETS): set SHARED=DIR"; exit 1; }

# The lexicon first: the model is trained with the one that is compiled in.
train-segment: train-segment-lexicon
	$(MAKE) train-segment-en train-segment-others

SEGMENT_EN_FREE = $(SEGMENT_SETS)/en_ewt_train.jsonl $(SEGMENT_SETS)/en_gumfree_train.jsonl
SEGMENT_EN_NEWS = $(SHARED)/data/tag/ner_voa_train.jsonl
SEGMENT_EN_DEV = $(SEGMENT_SETS)/en_ewt_dev.jsonl $(SEGMENT_SETS)/en_gumfree_dev.jsonl
SEGMENT_EXAMPLES = $(SEGMENT_HERE)/train/examples_en.txt
SEGMENT_LICENCE = licence: CC BY-SA 4.0 (EWT, GSD), CC BY 4.0 and public domain (GUM without its non-commercial part)

train-segment-en: segment-data $(SEGMENT_TRAIN)
	$(SEGMENT_TRAIN) --out $(SEGMENT_HERE)/model_en.bin en $(SEGMENT_EN_FREE) $(SEGMENT_EN_NEWS)=0.3 $(SEGMENT_EXAMPLES)=3

train-segment-others: segment-data $(SEGMENT_TRAIN)
	for l in $(SEGMENT_LANGUAGES); do \
	    $(SEGMENT_TRAIN) --bits 14 --out $(SEGMENT_HERE)/model_$$l.bin $$l $(SEGMENT_SETS)/$${l}_gsd_dev.jsonl $$(ls $(SEGMENT_HERE)/train/examples_$$l.txt 2>/dev/null) || exit 1; \
	done
	$(SEGMENT_TRAIN) --bits 14 --out $(SEGMENT_HERE)/model_vi.bin vi $(SEGMENT_SETS)/vi_vtb_train.jsonl
	$(SEGMENT_TRAIN) --bits 14 --out $(SEGMENT_HERE)/model_neutral.bin neutral $(SEGMENT_EN_FREE) \
	    $(foreach l,$(SEGMENT_LANGUAGES),$(SEGMENT_SETS)/$(l)_gsd_dev.jsonl)
