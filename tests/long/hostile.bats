# Input that is out to break things: every tool ends, in time, with every record out.
load ../helper

TOOLS="clean segment tag dedupe tocsv"

# A record of 100 MB whose text repeats $1.
big_record() {
    python3 - "$1" "${2:-100000000}" <<'P'
import json, sys
piece, size = sys.argv[1], int(sys.argv[2])
sys.stdout.write('{"id":"big","doc":"d","sent":1,"text":%s}\n' % json.dumps(piece * (size // len(piece)), ensure_ascii=False))
sys.stdout.write('{"id":"next","doc":"e","sent":1,"text":"Then an ordinary sentence follows it."}\n')
P
}

run_all() { # run_all SECONDS
    local status
    for tool in $TOOLS; do
        status=0
        timeout "$1" "$tool" -q in.jsonl >out 2>err || status=$?
        [ $status -le 1 ] || { echo "$tool: status $status"; head -c 300 err; return 1; }
        grep -q 'ordinary sentence' out || { echo "$tool lost the next record"; return 1; }
    done
}

@test "a 100 MB line of words" {
    big_record "word after word " >in.jsonl
    run_all 60
}

@test "a 100 MB line of full stops" {
    big_record "." >in.jsonl
    run_all 60
}

@test "a 100 MB line without a space" {
    big_record "a" >in.jsonl
    run_all 60
}

@test "20 MB of capital letters and digits" {
    big_record "A1 B. C-" 20000000 >in.jsonl
    run_all 60
}

@test "20 MB of quotes, brackets and dashes" {
    big_record "\"(['- " 20000000 >in.jsonl
    run_all 60
}

@test "20 MB of one name" {
    big_record "President Anna Nowak of Poland met " 20000000 >in.jsonl
    run_all 90
}

@test "20 MB of Chinese" {
    big_record "外交部长访问了首都。" 20000000 >in.jsonl
    run_all 60
}

@test "20 MB of combining marks" {
    python3 -c 'import json; print(json.dumps({"id":"big","doc":"d","sent":1,"text":"a" + "\u0301" * 10000000}, ensure_ascii=False)); print(json.dumps({"id":"next","doc":"e","sent":1,"text":"Then an ordinary sentence follows it."}))' >in.jsonl
    run_all 60
}

@test "a million short lines of dates and numbers" {
    seq 1 300000 | sed 's/.*/{"id":"&","doc":"&","sent":1,"text":"On & May 20& there were &,000 of 1\/2\/20& at 12:&, $& million."}/' >in.jsonl
    printf '{"id":"next","doc":"e","sent":1,"text":"Then an ordinary sentence follows it."}\n' >>in.jsonl
    run_all 120
}

@test "hostile HTML: nested formatting, nested divs, endless attributes, unclosed comments" {
    python3 - <<'P'
open("nested.html", "w").write("<p>" + "<b><i><a href=x>" * 3000 + "deep" * 3)
open("divs.html", "w").write("<div>" * 100000 + "An ordinary sentence of the page stands here." + "</div>" * 100000)
open("attributes.html", "w").write("<html><body><p " + "a=b " * 1000000 + ">text</p>")
open("comment.html", "w").write("<html><body><p>Before.</p><!--" + "-" * 5000000)
open("open.html", "w").write("<" * 5000000)
open("entities.html", "w").write("<p>" + "&amp;&notit;&#x110000;&#0;&" * 500000)
open("script.html", "w").write("<script>" + "<!--<script>" * 300000)
open("tables.html", "w").write("<table><tr><td>" * 50000 + "x")
P
    for page in *.html; do
        timeout 10 clean -q "$page" >out 2>err || { echo "$page: $?"; head -c 300 err; return 1; }
        [ "$(wc -l <out)" = 1 ]
    done
}

@test "memory stays bounded over many records" {
    for i in $(seq 1 200); do
        printf '{"id":"r%s","doc":"d%s","sent":1,"text":"President Anna Nowak of Poland met the mayor of Oslo on %s May."}\n' "$i" "$i" "$((i % 30 + 1))"
    done >some
    for i in $(seq 1 1000); do sed "s/\"id\":\"r/&$i-/; s/\"doc\":\"d/&$i-/; s/Nowak/Nowak$i/" some; done >in.jsonl
    for tool in clean segment tag tocsv; do
        python3 - "$tool" in.jsonl <<'P'
import resource, subprocess, sys
subprocess.run([sys.argv[1], "-q", "-o", "out", sys.argv[2]], check=True)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
assert peak < 64 * 1024, f"{sys.argv[1]}: {peak} KiB resident"
P
    done
}
