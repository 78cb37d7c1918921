# broadsheet: small Unix filters that turn scraped news pages into rows.
# Everything made stands under build/. `make help` lists the targets.

CC ?= cc
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
PROGRAM_PREFIX ?=
DESTDIR ?=
BUILD ?= build
PKG_CONFIG ?= pkg-config

TOOLS := clean segment tag dedupe tocsv
PACKAGES := libpcre2-8 jansson libxxhash libutf8proc uchardet zlib
DEBIAN_PACKAGES := gcc make pkg-config libc6-dev libpcre2-dev libcsv-dev libjansson-dev \
	libxxhash-dev libutf8proc-dev libuchardet-dev zlib1g-dev bats mandoc python3 sqlite3 time

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wpointer-arith -Wstrict-prototypes
PACKAGE_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
PACKAGE_LIBS = $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lcsv
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Icommon $(WARNINGS) $(PACKAGE_CFLAGS) -pthread -MMD -MP
LIBS = $(PACKAGE_LIBS) -pthread -lm

COMMON_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard common/*.c))
BINARIES := $(addprefix $(BUILD)/bin/,$(TOOLS))

MAN1 := $(TOOLS:%=man/%.1)
MAN := $(MAN1) man/broadsheet-record.5 man/broadsheet.7
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/test/%,$(wildcard tests/unit/*.c))
PAGES ?= $(sort $(wildcard tests/fixtures/pages/*))

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all help deps demo check check-long lint bench sanitize regen install uninstall clean
all: $(BINARIES)

help:
	@echo 'all         build the five tools into $(BUILD)/bin'
	@echo 'deps        install what the build and the tests need, with apt-get'
	@echo 'demo        run the pipeline on PAGES (default: the fixture pages), show the first rows'
	@echo 'check       build and run the tests (about two minutes); check-long: the slow ones too'
	@echo 'sanitize    the same tests with the address and undefined-behaviour sanitizers'
	@echo 'lint        both compilers without a warning, man pages without a complaint'
	@echo 'bench       instructions per byte and MB/s of each tool; bench-TOOL: beside its peers'
	@echo 'eval-TOOL   quality on labelled sets in ../shared; train-TOOL: make its models again'
	@echo 'regen       make the golden files again and show what changed'
	@echo 'install     into $(DESTDIR)$(PREFIX), names with PROGRAM_PREFIX; uninstall takes it away'
	@echo 'clean       remove $(BUILD)/'

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

$(BUILD)/lib/libbroadsheet.a: $(COMMON_OBJECTS)
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@ $^

# One tool: the .c files of its folder, and the data files that its embed.list names. Programs that train a model
# or compile data stand in tools/X/train/ and link the same objects but main.o.
define TOOL_RULES
$(1)_OBJECTS := $$(patsubst %.c,$$(BUILD)/obj/%.o,$$(wildcard tools/$(1)/*.c))
$(1)_EMBEDDED := $$(shell cat tools/$(1)/embed.list 2>/dev/null)
$(1)_DATA := $$(addprefix $$(BUILD)/obj/tools/$(1)/,$$(addsuffix .embed.o,$$($(1)_EMBEDDED)))

$$(BUILD)/bin/$(1): $$($(1)_OBJECTS) $$($(1)_DATA) $$(BUILD)/lib/libbroadsheet.a
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)

$$(BUILD)/obj/tools/$(1)/%.embed.o: tools/$(1)/% common/embed.S
	@mkdir -p $$(@D)
	$$(CC) -c -DNAME=$$(basename $$(notdir $$*)) -DFILE='"$$<"' -o $$@ common/embed.S

$$(BUILD)/train/$(1)-%: $$(BUILD)/obj/tools/$(1)/train/%.o $$(filter-out %/main.o,$$($(1)_OBJECTS)) $$($(1)_DATA) $$(BUILD)/lib/libbroadsheet.a
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
endef
$(foreach tool,$(TOOLS),$(eval $(call TOOL_RULES,$(tool))))

# Rules of one tool's own (its model, its bench, its evaluation) stand beside it.
-include $(wildcard tools/*/tool.mk)

deps:
	@echo "installing with apt-get: $(DEBIAN_PACKAGES)"
	@sh -c 'as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	    $$as_root apt-get update -q && \
	    $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(DEBIAN_PACKAGES)'

# The pipeline on PAGES, each table written by its own run so that a half-made one is never seen.
demo: $(BINARIES)
	@mkdir -p $(BUILD)/demo
	@BIN=$(BUILD)/bin OUT=$(BUILD)/demo sh tests/demo.sh $(PAGES)

# A test program links the common library and, if its name starts with a tool's, that tool's objects but main.o.
unit_tool = $(firstword $(subst _, ,$(1)))
# Behind a name of its own, for a % in a pattern rule would mean the rule's stem.
without_main = $(filter-out %/main.o,$(1))
.SECONDEXPANSION:
$(BUILD)/test/%: $(BUILD)/obj/tests/unit/%.o $$(call without_main,$$($$(call unit_tool,$$*)_OBJECTS)) $$($$(call unit_tool,$$*)_DATA) $(BUILD)/lib/libbroadsheet.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

check: $(BINARIES) $(UNIT_TESTS)
	@BIN='$(abspath $(BUILD))/bin' UNIT='$(abspath $(BUILD))/test' sh tests/run.sh tests/*.bats

check-long: $(BINARIES) $(UNIT_TESTS)
	@BIN='$(abspath $(BUILD))/bin' UNIT='$(abspath $(BUILD))/test' sh tests/run.sh tests/*.bats tests/long/*.bats

sanitize:
	@$(MAKE) --no-print-directory check BUILD=$(BUILD)/sanitize \
	    CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

lint:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/lint-gcc CC=gcc CFLAGS='-O2 -Werror' all $(UNIT_TESTS:$(BUILD)/%=$(BUILD)/lint-gcc/%)
	@if command -v clang >/dev/null; then \
	    $(MAKE) --no-print-directory BUILD=$(BUILD)/lint-clang CC=clang CFLAGS='-O2 -Werror' all; \
	else echo 'lint: clang is not installed: left out'; fi
	mandoc -T lint -W warning $(MAN)

bench: $(BINARIES)
	@BIN=$(BUILD)/bin OUT=$(BUILD)/bench sh tests/bench/bench.sh

regen: $(BINARIES)
	@BIN='$(abspath $(BUILD))/bin' sh tests/regen.sh

install: $(BINARIES)
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/man/man1' \
	    '$(DESTDIR)$(PREFIX)/share/man/man5' '$(DESTDIR)$(PREFIX)/share/man/man7'
	for tool in $(TOOLS); do \
	    install -m 755 $(BUILD)/bin/$$tool '$(DESTDIR)$(PREFIX)/bin/$(PROGRAM_PREFIX)'$$tool && \
	    install -m 644 man/$$tool.1 '$(DESTDIR)$(PREFIX)/share/man/man1/$(PROGRAM_PREFIX)'$$tool.1 || exit 1; \
	done
	install -m 644 man/broadsheet-record.5 '$(DESTDIR)$(PREFIX)/share/man/man5/'
	install -m 644 man/broadsheet.7 '$(DESTDIR)$(PREFIX)/share/man/man7/'

uninstall:
	for tool in $(TOOLS); do \
	    rm -f '$(DESTDIR)$(PREFIX)/bin/$(PROGRAM_PREFIX)'$$tool \
	        '$(DESTDIR)$(PREFIX)/share/man/man1/$(PROGRAM_PREFIX)'$$tool.1; \
	done
	rm -f '$(DESTDIR)$(PREFIX)/share/man/man5/broadsheet-record.5' '$(DESTDIR)$(PREFIX)/share/man/man7/broadsheet.7'

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
