# clean: training, evaluation and measurement. They read the public sets of $(SHARED), and say so where it is missing.
SHARED ?= ../shared
CLEAN_SETS := $(SHARED)/data/clean
CLEAN_TRAINER := $(BUILD)/train/clean-article
CLEAN_LICENCE := sets public under MIT (article-extraction-benchmark) and CC BY 4.0 (Web Content Extraction Benchmark)

$(CLEAN_TRAINER): $(addprefix $(BUILD)/obj/tools/clean/train/,corpus.o linear.o boost.o)

.PHONY: train-clean eval-clean clean-sets
clean-sets:
	@test -d $(CLEAN_SETS) || { echo "no $(CLEAN_SETS): the public sets of pages are needed for this"; exit 1; }

# The same models bit for bit from the same sets; about twenty minutes.
train-clean: clean-sets $(CLEAN_TRAINER)
	$(CLEAN_TRAINER) --write tools/clean --licence "$(CLEAN_LICENCE)" text --weight 5 $(CLEAN_SETS)/text_public.jsonl.gz --weight 1 $(CLEAN_SETS)/wcxb_text_public.jsonl.gz
	$(CLEAN_TRAINER) --write tools/clean --licence "$(CLEAN_LICENCE)" html --weight 3 $(CLEAN_SETS)/html_public --weight 1 $(CLEAN_SETS)/wcxb_html_public

# Cross-validated by site.
eval-clean: clean-sets $(CLEAN_TRAINER)
	$(CLEAN_TRAINER) text --weight 5 $(CLEAN_SETS)/text_public.jsonl.gz --weight 1 $(CLEAN_SETS)/wcxb_text_public.jsonl.gz
	$(CLEAN_TRAINER) html --weight 3 $(CLEAN_SETS)/html_public --weight 1 $(CLEAN_SETS)/wcxb_html_public

# The tokenizer against html5lib's own tests.
CLEAN_HTML5LIB := $(SHARED)/data/badinput/html5lib/tokenizer
.PHONY: eval-clean-html5lib
eval-clean-html5lib: $(BUILD)/test/clean_tokenizer
	@test -d $(CLEAN_HTML5LIB) || { echo "no $(CLEAN_HTML5LIB): html5lib's tokenizer tests are needed for this"; exit 1; }
	$(BUILD)/test/clean_tokenizer $(CLEAN_HTML5LIB)/*.test
