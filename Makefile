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
PACKAGES := libpcre2-8 jansson libxml-2.0 libxxhash libutf8proc uchardet zlib
DEBIAN_PACKAGES := gcc make pkg-config libc6-dev libpcre2-dev libcsv-dev libjansson-dev libxml2-dev \
	libxxhash-dev libutf8proc-dev libuchardet-dev zlib1g-dev bats mandoc

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wpointer-arith -Wstrict-prototypes
PACKAGE_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
PACKAGE_LIBS = $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lcsv
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Icommon $(WARNINGS) $(PACKAGE_CFLAGS) -pthread -MMD -MP
LIBS = $(PACKAGE_LIBS) -pthread -lm

COMMON_OBJECTS := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard common/*.c))
BINARIES := $(addprefix $(BUILD)/bin/,$(TOOLS))

.DELETE_ON_ERROR:
.PHONY: all help deps clean
all: $(BINARIES)

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

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
