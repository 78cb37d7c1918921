#!/bin/sh
# The main job on some pages: three tables in OUT, the first rows of two of them on the terminal.
# usage: BIN=build/bin OUT=build/demo demo.sh PAGE...
# A folder stands for the files in it and in its folders. What among them is no page is named and left out.
set -eu
[ $# -gt 0 ] || { echo 'demo: no pages; make demo PAGES="a.html b.txt"' >&2; exit 2; }
for page; do
    [ -d "$page" ] && find -L "$page" -type f -print0 | LC_ALL=C sort -z || printf '%s\0' "$page"
done | "$BIN/clean" --files0-from=- -o "$OUT/articles.jsonl" || [ $? = 1 ]
"$BIN/tocsv" -o "$OUT/articles.csv" "$OUT/articles.jsonl"
"$BIN/segment" "$OUT/articles.jsonl" | "$BIN/tag" | "$BIN/dedupe" -o "$OUT/sentences.jsonl"
"$BIN/tocsv" -o "$OUT/sentences.csv" "$OUT/sentences.jsonl"
"$BIN/tocsv" --explode=entities -o "$OUT/entities.csv" "$OUT/sentences.jsonl"
"$BIN/tocsv" --explode=events -o "$OUT/events.csv" "$OUT/sentences.jsonl"

rows=${ROWS:-12}
show() { # TITLE FIELDS ARGUMENTS...
    printf '\n%s\n' "$1"
    fields=$2
    shift 2
    "$BIN/tocsv" --table -f "$fields" "$@" "$OUT/sentences.jsonl" | head -n "$((rows + 1))"
}
show 'Who did what to whom (events.csv):' \
    'event_actor:actor,event_action:action,event_code:code,event_target:target,event_date:date,event_modality:modality' \
    --explode=events
show 'Who and what is named (entities.csv):' \
    'sent,entity_type:type,entity_text:text,entity_name:name,entity_value:value' --explode=entities
printf '\nall rows: %s\n' "$OUT/articles.csv $OUT/sentences.csv $OUT/entities.csv $OUT/events.csv"
