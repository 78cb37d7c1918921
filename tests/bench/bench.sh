#!/bin/sh
# Instructions per byte (callgrind: the same on every run) and MB/s (this machine, this moment) of each tool and of the
# pipeline, on the English fixture pages repeated with running numbers until they are SIZE bytes of input; segment also
# on the pages in other languages.
# usage: BIN=build/bin OUT=build/bench bench.sh
set -eu
size=${SIZE:-20000000}
small=${SMALL:-1000000}
mkdir -p "$OUT"

# Pages as records, each copy with its number in its words, so that nothing is a repeat.
make_records() { # BYTES PAGE...
    wanted=$1
    shift
    "$BIN/clean" "$@" >"$OUT/base.jsonl"
    awk -v size="$wanted" '
        { line[NR] = $0 }
        END {
            for (n = 1; bytes < size; n++) {
                out = line[1 + n % NR]
                sub(/"id":"/, "&" n "-", out)
                gsub(/ the /, " the " n " ", out)
                print out
                bytes += length(out) + 1
            }
        }' "$OUT/base.jsonl"
}

measure() { # NAME TOOL INPUT
    bytes=$(wc -c <"$3")
    start=$(date +%s%N)
    "$BIN/$2" -q "$3" >"$OUT/$1.out" 2>/dev/null
    end=$(date +%s%N)
    instructions=-
    if command -v valgrind >/dev/null; then
        head -c "$small" "$3" | sed '$d' >"$OUT/small"
        total=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$BIN/$2" -q "$OUT/small" 2>&1 >/dev/null |
            sed -n 's/.*Collected : //p')
        start_up=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$BIN/$2" -q /dev/null 2>&1 >/dev/null |
            sed -n 's/.*Collected : //p')
        instructions=$(awk -v a="$total" -v s="$start_up" -v b="$(wc -c <"$OUT/small")" 'BEGIN { printf "%.1f", (a - s) / b }')
    fi
    awk -v name="$1" -v i="$instructions" -v b="$bytes" -v ns="$((end - start))" \
        'BEGIN { printf "%-22s %12s %12.1f\n", name, i, b / ns * 1000 }'
}

pages=tests/fixtures/pages
make_records "$size" $pages/dump.txt $pages/wire.html $pages/wordpress.html >"$OUT/documents.jsonl"
make_records "$((size / 4))" $pages/[a-z][a-z]_*.html >"$OUT/languages.jsonl"
printf '%-22s %12s %12s\n' 'tool' 'instr/byte' 'MB/s'
measure clean-records clean "$OUT/documents.jsonl"
measure segment-languages segment "$OUT/languages.jsonl"
measure segment segment "$OUT/documents.jsonl"
mv "$OUT/segment.out" "$OUT/sentences.jsonl"
measure tag tag "$OUT/sentences.jsonl"
mv "$OUT/tag.out" "$OUT/tagged.jsonl"
measure dedupe-sentences dedupe "$OUT/tagged.jsonl"
measure tocsv tocsv "$OUT/tagged.jsonl"
start=$(date +%s%N)
"$BIN/clean" -q "$OUT/documents.jsonl" | "$BIN/segment" -q | "$BIN/tag" -q | "$BIN/dedupe" -q | "$BIN/tocsv" -q >"$OUT/rows.csv"
end=$(date +%s%N)
awk -v b="$(wc -c <"$OUT/documents.jsonl")" -v ns="$((end - start))" \
    'BEGIN { printf "%-22s %12s %12.1f\n", "the whole pipeline", "", b / ns * 1000 }'
