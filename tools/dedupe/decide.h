/* decide: keep or drop, by the layers that are asked for.
 *
 * Always holds: texts are decided in the order of the input; a text is dropped only because of one kept before it, by
 * equal digests or by the pair test against it. Of equals the first survives. Preparing is a pure function of the
 * text; deciding depends on the order.
 */
#ifndef BROADSHEET_DEDUPE_DECIDE_H
#define BROADSHEET_DEDUPE_DECIDE_H

#include "fold.h"
#include "near.h"

/* What decides about one text. */
struct prepared {
    uint64_t digest[2]; /* of the folded text, or of the members that --by names */
    uint32_t raw;       /* hash of the text as it came */
    bool exempt;        /* kept whatever came before, and nothing repeats it */
    bool sketched;
    struct sketch *sketch; /* room for one; NULL: texts are not sketched. Not owned */
};

/* Work space to prepare texts, one a thread; a zeroed one is ready. */
struct preparer {
    struct folder folder;
    struct sketcher sketcher;
    struct buffer folded, bytes, mended;
    struct arena arena;
};

struct preparation {
    enum fold_level level;
    uint64_t scope;   /* keeps apart what must not be compared: texts are equal only within the same scope */
    bool near;        /* sketch the text as well */
    bool count_words; /* else there are none */
};

/* Prepares valid UTF-8 `text` (any bytes with FOLD_NONE). Gives the words of the text. */
size_t prepare_text(struct preparer *preparer, struct slice text, const struct preparation *how,
                    struct prepared *prepared);
void preparer_free(struct preparer *preparer);

struct decider {
    struct table digests; /* first half of the digest; 24 bits of the second, then the number of the kept text, which
                           * has BLOCK_NUMBER_BITS */
    struct near near;
    struct archive archive; /* of what was kept before, in this run or earlier ones */
    uint32_t *raw;          /* of each kept text in memory, if `remember` */
    size_t raw_capacity;
    struct buffer names; /* of each kept text in memory, if `remember`, one behind the other */
    uint64_t *name_ends;
    size_t name_capacity;
    struct buffer read;
    uint64_t base; /* number of the first text in memory */
    uint64_t kept; /* number of the next text: so many were kept */
    bool with_near;
    bool remember; /* raw hashes and names */
    bool tell;     /* "exact" from "folded"; not without the above */
};

/* Only the first two are set if nothing is repeated. */
struct decision {
    bool repeat;
    bool measured;     /* `pair` is set */
    uint64_t survivor; /* number of the kept text it repeats, from 0 */
    double similarity;
    const char *why; /* "exact", "folded" (unless they are told apart, either), or the part of the pair test */
    struct pair pair;
};

/* Decides about the next text; unless it is a repeat or exempt, it is kept under the number decider->kept before the
 * call, and under `name`. Leaves the common shingles out of prepared->sketch. */
void decide(struct decider *decider, struct prepared *prepared, struct slice name, struct decision *decision);
/* The name of a kept text; empty if it has none. Valid until the next call. */
struct slice decide_name(struct decider *decider, uint64_t number);
/* Bytes held in memory. */
uint64_t decide_bytes(const struct decider *decider);
/* Writes what is in memory to a run at `path`, which becomes the archive's newest, and forgets it. False with
 * archive.error set. Nothing happens if nothing is in memory. */
bool decide_spill(struct decider *decider, const char *path);
/* Asks the processor to fetch what deciding about the text will look at. */
void decide_prefetch(const struct decider *decider, const struct prepared *prepared);
/* The same for its sketch, if it has one: some hundred places, for a text that comes next. */
void decide_prefetch_near(const struct decider *decider, const struct prepared *prepared);
void decider_free(struct decider *decider);

#endif
