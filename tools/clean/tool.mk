# clean: training, evaluation and measurement. They read the public sets of $(SHARED), and say so where it is missing.
SHARED ?= ../shared
CLEAN_SETS := $(SHARED)/data/clean
CLEAN_TRAINER := $(BUILD)/train/clean-article
CLEAN_LICENCE := pages public under MIT (article-extraction-benchmark), CC BY 4.0 (Web Content Extraction Benchmark) and Apache-2.0 (readability)
# News weighs more, since that is what the tools are for; readability's answers are another program's, so no figure is
# measured on them; pages brought to text a second way, from their HTML, teach what does not hang on the scraper;
# articles grafted into another page's margins teach that neither tells the other; the masked copies stand for pages in
# languages that no set has.
CLEAN_TEXT := --graft 0.5 text --weight 5 $(CLEAN_SETS)/text_public.jsonl.gz --weight 1 $(CLEAN_SETS)/wcxb_text_public.jsonl.gz \
	--silver --weight 2 $(CLEAN_SETS)/readability_pages --weight 2.5 $(CLEAN_SETS)/html_public \
	--weight 0.8 $(CLEAN_SETS)/wcxb_html_public --masked --weight 2 $(CLEAN_SETS)/text_public.jsonl.gz \
	--weight 0.4 $(CLEAN_SETS)/wcxb_text_public.jsonl.gz
CLEAN_HTML := html --weight 3 $(CLEAN_SETS)/html_public --weight 1 $(CLEAN_SETS)/wcxb_html_public \
	--silver --weight 2 $(CLEAN_SETS)/readability_pages --masked --weight 0.7 $(CLEAN_SETS)/html_public

$(CLEAN_TRAINER): $(addprefix $(BUILD)/obj/tools/clean/train/,corpus.o linear.o boost.o network.o)

.PHONY: train-clean eval-clean bench-clean clean-sets
clean-sets:
	@test -d $(CLEAN_SETS) || { echo "no $(CLEAN_SETS): the public sets of pages are needed for this"; exit 1; }

# The same models bit for bit from the same sets; about fifteen minutes.
train-clean: clean-sets $(CLEAN_TRAINER)
	$(CLEAN_TRAINER) --write tools/clean --licence "$(CLEAN_LICENCE)" $(CLEAN_TEXT)
	$(CLEAN_TRAINER) --write tools/clean --licence "$(CLEAN_LICENCE)" $(CLEAN_HTML)

# Quality cross-validated by site: no part of the model has seen the site of a page that is measured.
eval-clean: clean-sets $(CLEAN_TRAINER)
	@$(CLEAN_TRAINER) $(CLEAN_TEXT)
	@$(CLEAN_TRAINER) $(CLEAN_HTML)

# Quality and speed beside the extractors that $(PYTHON) can import, in one run.
PYTHON ?= python3
bench-clean: clean-sets eval-clean $(BUILD)/bin/clean
	@$(PYTHON) tools/clean/train/peers.py $(BUILD)/bin/clean $(CLEAN_SETS)

# The tokenizer against html5lib's own tests.
CLEAN_HTML5LIB := $(SHARED)/data/badinput/html5lib/tokenizer
.PHONY: eval-clean-html5lib
eval-clean-html5lib: $(BUILD)/test/clean_tokenizer
	@test -d $(CLEAN_HTML5LIB) || { echo "no $(CLEAN_HTML5LIB): html5lib's tokenizer tests are needed for this"; exit 1; }
	$(BUILD)/test/clean_tokenizer $(CLEAN_HTML5LIB)/*.test
