/* embed: data files compiled into the tools, so that they run without looking for files.
 *
 * tools/X/NAME.EXT becomes the slice embedded_NAME (made by the Makefile with the assembler's .incbin; every file
 * listed in tools/X/embed.list, one file name a line).
 */
#ifndef BROADSHEET_EMBED_H
#define BROADSHEET_EMBED_H

#include "slice.h"

/* Declares `static struct slice embedded_NAME(void)` for tools/X/NAME.EXT. */
#define EMBEDDED(name)                                                                                                 \
    extern const char embedded_##name##_start[], embedded_##name##_end[];                                              \
    static inline struct slice embedded_##name(void)                                                                   \
    {                                                                                                                  \
        return (struct slice){embedded_##name##_start, (size_t)(embedded_##name##_end - embedded_##name##_start)};     \
    }

#endif
