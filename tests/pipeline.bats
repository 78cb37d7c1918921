# The five tools together, on the fixture pages.
load helper

PAGES="$FIXTURES/pages"

@test "pages become a table: clean | segment | tag | dedupe | tocsv" {
    clean "$PAGES"/* | segment | tag | dedupe | tocsv >rows.csv 2>err
    [ ! -s err ] || { cat err; return 1; }
    [ "$(wc -l <rows.csv)" -gt 40 ]
    head -n 1 rows.csv | grep -q 'id,.*text'
}

@test "the pipe gives what the stages give one by one" {
    clean "$PAGES"/* >1; segment 1 >2; tag 2 >3; dedupe 3 >4; tocsv 4 >5
    clean "$PAGES"/* | segment | tag | dedupe | tocsv | cmp - 5
}

@test "the output does not depend on the read size" {
    clean "$PAGES"/* | segment | tag | dedupe | tocsv >whole
    BROADSHEET_READ_SIZE=1000 clean "$PAGES"/* | BROADSHEET_READ_SIZE=13 segment | BROADSHEET_READ_SIZE=101 tag |
        BROADSHEET_READ_SIZE=997 dedupe | BROADSHEET_READ_SIZE=4099 tocsv | cmp - whole
}

@test "sentences lie where they say, in code points, and the gaps are white space" {
    clean "$PAGES"/* >docs
    segment docs >sentences
    python3 - docs sentences <<'P'
import json, sys
docs = {d["id"]: d for d in map(json.loads, open(sys.argv[1], encoding="utf-8"))}
ends = {}
n = 0
for s in map(json.loads, open(sys.argv[2], encoding="utf-8")):
    if s["kind"] not in ("body", "heading"):
        continue
    text = docs[s["doc"]]["text"]
    assert text[s["start"]:s["end"]] == s["text"], s
    assert text[ends.get(s["doc"], 0):s["start"]].strip() == "", s
    ends[s["doc"]] = s["end"]
    n += 1
for d, e in ends.items():
    assert docs[d]["text"][e:].strip() == "", d
assert n > 40
P
}

@test "entities and events lie where they say" {
    clean "$PAGES"/* | segment | tag >tagged
    python3 - tagged <<'P'
import json, sys
entities = events = 0
for r in map(json.loads, open(sys.argv[1], encoding="utf-8")):
    last = 0
    for e in r.get("entities", []):
        assert r["text"][e["start"]:e["end"]] == e["text"], (r["id"], e)
        assert e["start"] >= last, (r["id"], e)
        last = e["end"]
        entities += 1
    for e in r.get("events", []):
        assert 0 <= e["start"] < e["end"] <= len(r["text"]), (r["id"], e)
        assert e["id"].startswith(r["id"] + "."), e
        events += 1
assert entities > 100 and events > 5, (entities, events)
P
}

@test "every table reads back through a CSV reader with as many columns in each row" {
    clean "$PAGES"/* | segment | tag >tagged
    tocsv tagged >rows.csv
    tocsv --explode=entities tagged >entities.csv
    tocsv --explode=events tagged >events.csv
    python3 - <<'P'
import csv
for name in ("rows", "entities", "events"):
    rows = list(csv.reader(open(name + ".csv", newline="", encoding="utf-8")))
    assert len(rows) > 3, name
    assert {len(r) for r in rows} == {len(rows[0])}, name
P
}

@test "tagging and segmenting what is tagged changes nothing more" {
    clean "$PAGES"/* | segment | tag >once
    tag once | cmp - once
}

@test "any one tool can be left out" {
    clean "$PAGES"/* | tag | tocsv >a && [ -s a ]
    clean "$PAGES"/* | segment | tocsv >b && [ -s b ]
    clean "$PAGES"/* | tocsv >c && [ -s c ]
    clean --to=text "$PAGES"/* | segment | dedupe >d && [ -s d ]
}

@test "folders become tables with make -j2" {
    mkdir -p pages/one pages/two
    i=0
    for page in "$PAGES"/*; do
        i=$((i + 1))
        cp "$page" pages/$([ $((i % 2)) = 0 ] && echo one || echo two)/
    done
    make -s -j2 -f "$ROOT/tests/batch/Makefile" PAGES=pages OUT=tables BIN="$BIN" >log 2>&1
    [ -s tables/one.csv ] && [ -s tables/two.csv ]
    mkdir pages/one/more
    printf '%%PDF-1.4\n' >pages/one/more/scan.pdf
    make -s -f "$ROOT/tests/batch/Makefile" PAGES=pages OUT=strict BIN="$BIN" >log 2>&1 && return 1
    make -s -f "$ROOT/tests/batch/Makefile" PAGES=pages OUT=lenient BIN="$BIN" TOLERATE=1 >log 2>&1
    cmp lenient/one.csv tables/one.csv
}

@test "an interrupted make leaves whole tables or none" {
    mkdir -p pages/one pages/two
    for i in $(seq 1 30); do
        for page in "$PAGES"/*; do cp "$page" "pages/one/$i-$(basename "$page")"; cp "$page" "pages/two/$i-$(basename "$page")"; done
    done
    make -s -j2 -f "$ROOT/tests/batch/Makefile" PAGES=pages OUT=whole BIN="$BIN" >log 2>&1
    for delay in 0.02 0.1 0.3 0.6; do
        rm -rf tables
        timeout -s INT "$delay" make -s -j2 -f "$ROOT/tests/batch/Makefile" PAGES=pages OUT=tables BIN="$BIN" >log 2>&1 || true
        for _ in $(seq 50); do ls tables/*.part >/dev/null 2>&1 || break; sleep 0.1; done
        sleep 0.2
        for table in tables/*; do
            [ -e "$table" ] || continue
            cmp "$table" "whole/$(basename "$table")" || { echo "after $delay s: $table is half"; return 1; }
        done
    done
}

@test "the demo writes its tables and shows rows" {
    mkdir demo
    OUT=demo sh "$ROOT/tests/demo.sh" "$PAGES"/* >shown
    [ -s demo/articles.csv ] && [ -s demo/sentences.csv ] && [ -s demo/entities.csv ] && [ -s demo/events.csv ]
    grep -q actor shown
    mkdir folder whole
    cp "$PAGES"/* folder
    OUT=whole sh "$ROOT/tests/demo.sh" folder >shown
    [ "$(wc -l <whole/events.csv)" = "$(wc -l <demo/events.csv)" ]
    # What lies in a folder of saved pages beside them is named and left out.
    mkdir folder/more
    mv folder/wire.html folder/more
    printf '%%PDF-1.4\n' >folder/scan.pdf
    printf 'GIF89a' >folder/more/dot.gif
    OUT=whole sh "$ROOT/tests/demo.sh" folder >shown 2>told
    [ "$(wc -l <whole/events.csv)" = "$(wc -l <demo/events.csv)" ]
    [ "$(grep -c 'scan.pdf\|dot.gif' told)" = 2 ]
    OUT=whole sh "$ROOT/tests/demo.sh" folder missing.html >shown 2>told && return 1
    grep -q 'missing.html: No such file' told
}
