/* limits: every bound that broadsheet sets, in one place, each with a test that meets it and one that passes it. */
#ifndef BROADSHEET_LIMITS_H
#define BROADSHEET_LIMITS_H

#include <stdint.h>

/* JSON values may nest this deep; a line that nests deeper is rejected. The record itself is level 1. */
#define LIMIT_JSON_DEPTH 1024

/* Bytes of one record, line or page unless --max-record says otherwise. */
#define LIMIT_RECORD (UINT64_C(512) << 20)

/* Bytes of a line that is scanned by a list of its quotes, which takes up to four times as many. */
#define LIMIT_QUICK_LINE (UINT64_C(4) << 20)

/* Bytes asked of the kernel at once. */
#define LIMIT_READ (UINT64_C(256) << 10)

/* Bytes that wait in the output before they are written. */
#define LIMIT_WRITE (UINT64_C(256) << 10)

/* Bytes of one document that tag holds, unless --max-document says otherwise. */
#define LIMIT_DOCUMENT (UINT64_C(16) << 20)

/* Bounds on one PCRE2 match: steps, nested backtracking points, KiB of heap. */
#define LIMIT_PATTERN_MATCH 1000000
#define LIMIT_PATTERN_DEPTH 10000
#define LIMIT_PATTERN_HEAP_KIB 16384

/* Bytes of a rule or data file that a user names. */
#define LIMIT_RULE_FILE (UINT64_C(256) << 20)

/* Open HTML elements; deeper ones are flattened into their parent. */
#define LIMIT_HTML_DEPTH 256

/* Lines of one page of plain text that clean judges together; more are judged part by part. */
#define LIMIT_PAGE_LINES 32768

/* Columns of a table. */
#define LIMIT_COLUMNS 16384

/* What a spreadsheet takes of a table: rows with the header, UTF-16 units of a cell (Excel's specifications). */
#define LIMIT_SPREADSHEET_ROWS 1048576
#define LIMIT_SPREADSHEET_CELL 32767

/* Threads that -j takes. */
#define LIMIT_JOBS 256

#endif
