# tocsv: JSON Lines to a table.
load helper

SENTENCES=$FIXTURES/tocsv/sentences.jsonl
ORDERS=$FIXTURES/tocsv/orders.jsonl

# rows LINES OPTIONS...: what tocsv makes of LINES given on stdin; warnings on stderr are an error.
rows() {
    printf '%s\n' "$1" >rows.in
    tocsv "${@:2}" rows.in >rows.out 2>rows.err || { cat rows.err; return 1; }
    [ ! -s rows.err ] || { cat rows.err; return 1; }
    cat rows.out
}

# is EXPECTED LINES OPTIONS...
is() {
    rows "${@:2}" >got || { cat got; return 1; }
    printf '%s\n' "$1" | diff -u - got
}

@test "the first record's members are the columns, in its order" {
    is 'b,a,c d
2,1,x' '{"b":2,"a":1,"c d":"x"}'
}

@test "columns stay where they are when keys come in another order, are missing or new" {
    printf '%s\n' '{"a":1,"b":2}' '{"b":4,"a":3}' '{"b":6}' '{"c":9,"a":7,"b":8}' '{"c":0}' >in
    expect 0 $'a,b\n1,2\n3,4\n,6\n7,8\n,' \
        "tocsv: in:4: member 'c' has no column: columns are as of the first record (see --union, --extra)" tocsv in
}

@test "only the last of equal keys counts, also with escapes in the key" {
    is $'a,b\n3,2' '{"a":1,"b":2,"\u0061":3}'
}

@test "-f names columns in any order, by paths, with names" {
    is $'c,a.b[1].x,odd,deep\n3,7,8,"{""x"":7}"' '{"a":{"b":[{"x":6},{"x":7}]},"odd.key":8,"c":3}' \
        -f 'c,a.b[1].x,."odd.key":odd' -f 'a.b[1]:deep'
}

@test "-f: keys in quotes may hold commas, colons, brackets, quotes and escapes" {
    is $'"a,b",c:d,"e""f",é\n1,2,3,4' '{"a,b":1,"c:d":2,"e\"f":3,"\u00e9":4}' -f '"a,b","c:d","e\"f","\u00e9"'
}

@test "-f: a name in quotes behind the colon" {
    is $'"x, y"\n1' '{"a":1}' -f 'a:"x, y"'
}

@test "-f: * gives the members that are not named, ! leaves one out" {
    is $'c,a,d\n3,1,4' '{"a":1,"b":2,"c":3,"d":4}' -f 'c,*,!b'
    is $'o.p,o.q,a\n1,2,3' '{"o":{"p":1,"q":2},"a":3}' -f 'o.*,a'
}

@test "-f . is the whole record as it stands" {
    is $'id,record\n1,"{""id"":1, ""x"":[1,  2]}"' '{"id":1, "x":[1,  2]}' -f 'id,.'
}

@test "-f: what makes no sense ends with status 2 and says where" {
    echo '{}' >in
    expect 2 '' "tocsv: -f 'a..b': a name is missing" tocsv -f a..b in
    expect 2 '' "tocsv: -f 'a[x]': between [ and ] stands a number from 0, or nothing" tocsv -f 'a[x]' in
    expect 2 '' "tocsv: -f 'a,': a path is missing" tocsv -f a, in
    expect 2 '' "tocsv: -f '\"a': a quote has no end" tocsv -f '"a' in
    expect 2 '' "tocsv: -f '\"\\x\"': what stands in quotes is no JSON string" tocsv -f '"\x"' in
    expect 2 '' "tocsv: -f '*.a': * can only end a path" tocsv -f '*.a' in
    expect 2 '' "tocsv: -f 'a[].b': [] is for arrays that --explode names" tocsv -f 'a[].b' in
    expect 2 '' "tocsv: -f '*:x': * gives many columns, not one name" tocsv -f '*:x' in
    expect 2 '' "tocsv: -f 'a\"b': expected a dot, a [, a colon or a comma" tocsv -f 'a"b' in
    expect 2 '' "tocsv: two columns are called 'a'; give one another name with PATH:NAME" tocsv -f a,a in
}

@test "quotes stand where they are needed and nowhere else" {
    is $'v\nplain\n"a,b"\n"say ""hi"""\n"two\nlines"\n"cr\rhere"\n" lead"\n"trail "\n"\ttab"\nin ner\nsemi;colon\n\'apostrophe\n"\xef\xbb\xbfmark"\n{brace}' \
        "$(printf '%s\n' '{"v":"plain"}' '{"v":"a,b"}' '{"v":"say \"hi\""}' '{"v":"two\nlines"}' '{"v":"cr\rhere"}' \
            '{"v":" lead"}' '{"v":"trail "}' '{"v":"\ttab"}' '{"v":"in ner"}' '{"v":"semi;colon"}' "{\"v\":\"'apostrophe\"}" \
            '{"v":"\ufeffmark"}' '{"v":"{brace}"}')"
}

@test "quotes are right at every length and place, by a reader that is not ours" {
    python3 - >in <<'P'
import json
for n in range(70):
    for special in ',', '"', '\n', '\\', 'é', '\u0001', ' ', '':
        for at in sorted({0, 1, n // 2, n - 1, n}):
            if 0 <= at <= n:
                text = "x" * at + special + "y" * (n - at)
                print(json.dumps({"t": text, "u": n}, ensure_ascii=bool(n % 2)))
P
    tocsv in >out
    python3 - in out <<'P'
import csv, json, sys
want = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
rows = list(csv.reader(open(sys.argv[2], newline="", encoding="utf-8")))[1:]
assert [r["t"] for r in want] == [r[0] for r in rows]
lines = open(sys.argv[2], newline="", encoding="utf-8").read()
for r in want:
    if r["t"] and not set(r["t"]) & set(',"\n\r') and r["t"].strip(" \t") == r["t"]:
        assert "\n" + r["t"] + "," in lines, r
P
}

@test "a row of one empty cell is no blank line" {
    is $'a\n""\n1\n""' $'{"a":""}\n{"a":1}\n{"a":null}'
    is $'a,b\n,\n1,' $'{"a":"","b":null}\n{"a":1}'
}

@test "numbers keep every digit, booleans and null are as asked, missing differs from null" {
    is $'a,b,c,d,e\n1.0,-0,1E+400,12345678901234567890123,0.10' \
        '{"a":1.0,"b":-0,"c":1E+400,"d":12345678901234567890123,"e":0.10}'
    is $'a,b,c,d\nyes,no,NULL,-' '{"a":true,"b":false,"c":null}' -q -f a,b,c,d --bool yes,no --null NULL --fill -
}

@test "escapes become what they stand for: every plane, NUL, control characters" {
    printf '{"a":"\\u0000\\u0001\\/\\b\\f\\t\\u00e9\\ud83d\\ude00\\u20ac","b":"\\ud800"}\n' | tocsv >got
    printf 'a,b\n\0\1/\b\f\t\303\251\360\237\230\200\342\202\254,\357\277\275\n' | cmp - got
}

@test "arrays of scalars are joined, what holds more is JSON" {
    rows '{"a":["x",1,true,null],"b":[],"c":[[1],2],"d":[{"k": 1}],"e":{"k":"v"}}' >got
    printf 'a,b,c,d,e\n"x; 1; true; ",,"[[1],2]","[{""k"": 1}]","{""k"":""v""}"\n' | diff -u - got
}

@test "--join and --template: objects in a cell as asked" {
    is $'p,q\nA:x|B:y{},n=3' '{"p":[{"t":"A","n":"x"},{"t":"B","m":"y{}"}],"q":{"n":3}}' \
        --join '|' --template '{t}:{n|m}' --template 'q=n={n}'
    is $'p\n{1}' '{"p":{"a":{"b":1}}}' --template '{{{a.b}}}'
    echo '{}' >in
    expect 2 '' "tocsv: --template '{a': a { has no }" tocsv --template '{a' in
    echo '{"t":[1,2]}' >numbers
    expect 0 $'t\n12' '' tocsv --join= numbers
    expect 2 '' "tocsv: --template 'a}': a } has no {" tocsv --template 'a}' in
}

@test "an element that holds the separator is said once" {
    printf '%s\n' '{"a":["x; y","z"]}' '{"a":["1; 2"]}' >in
    expect 0 $'a\nx; y; z\n1; 2' \
        "tocsv: in:1: an element of an array holds the separator '; ' (see --join, --nested=json)" tocsv in
}

@test "--nested=json writes arrays and objects as they stand" {
    is $'a,b\n"[""x"", 1]","{""k"":[]}"' '{"a":["x", 1],"b":{"k":[]}}' --nested=json
}

@test "entities and events in a cell" {
    tocsv -f id,entities,events "$SENTENCES" >got
    diff -u - got <<'X'
id,entities,events
d1.1,TITLE:Foreign Minister; PERSON:Ana Soto; PLACE:Lisbon; DATE:Monday,Ana Soto meet
d1.2,,
d2.1,PERSON:岸田; COUNTRY:India,岸田 visit India; 岸田 talk モディ
X
}

# ---- rows from arrays ----

@test "--explode: a row for each element, the record's cells repeated, an empty array gives none" {
    is $'a,t_x,t_y\n1,p,\n1,,q\n4,r,s' $'{"a":1,"t":[{"x":"p"},{"y":"q"}]}\n{"a":2,"t":[]}\n{"a":3}\n{"a":4,"t":[{"y":"s","x":"r"}]}' \
        -e t -f a,t.x,t.y
}

@test "--explode: columns by default are the record's and those of the first element there is" {
    is $'a,event_x\n2,7' $'{"a":1,"events":[]}\n{"events":[{"x":7}],"a":2}' -e events
    is $'a,tag\n1,x\n1,y' '{"a":1,"tags":["x","y"]}' -e tags
}

@test "--explode: elements by path or by the column's name" {
    is $'event_x,e,event_a.b\n1,1,2' '{"events":[{"x":1,"a":{"b":2}}]}' -e events -f 'event_x,events.x:e,event_a.b'
    is $'event_x\n9' '{"events":[{"x":1}],"event_x":9}' -e events -f '."event_x":event_x'
    is $'event\n"{""x"":1}"' '{"events":[{"x":1}]}' -e events -f events
    is $'events[0].x,event_x\n1,1\n1,2' '{"events":[{"x":1},{"x":2}]}' -e events -f 'events[0].x,event_x'
    is $'r[0],r[1]\n1,2\n3,4' '{"rs":[[1,2],[3,4]]}' -e rs -f 'rs[][0],r[1]'
}

@test "--explode: the singular of the array's name, or the name given" {
    is $'entity_a,box_a,class_a,status_a,person_a\n1,,,,\n,2,,,\n,,3,,\n,,,4,\n,,,,5' \
        '{"entities":[{"a":1}],"boxes":[{"a":2}],"classes":[{"a":3}],"status":[{"a":4}],"people":[{"a":5}]}' \
        -e entities -e boxes -e classes -e status -e people:person
}

@test "--index numbers, --parents=blank shows the record once, --keep-empty keeps it" {
    is $'a,t_index,t_x\n1,1,5\n,2,6\n2,,' $'{"a":1,"t":[{"x":5},{"x":6}]}\n{"a":2,"t":null}' \
        -e t -f a,t.x --index --parents=blank --keep-empty
}

@test "--explode: a value that is no array is one element" {
    is $'a,t\n1,x\n2,y' $'{"a":1,"t":["x"]}\n{"a":2,"t":"y"}' -e t
    is $'a,t_k\n1,x\n2,y' $'{"a":1,"t":[{"k":"x"}]}\n{"a":2,"t":{"k":"y"}}' -e t
}

@test "arrays inside arrays: a row for each inner element, with cells of each level" {
    tocsv -e 'lines[].taxes' --index --keep-empty -f 'id,lines.sku,lines.taxes.rate' "$ORDERS" >got
    diff -u - got <<'X'
id,line_index,line_sku,tax_index,tax_rate
1,1,A-1,1,0.10
1,1,A-1,2,0.02
1,2,"B ""big""",,
2,,,,
3,1,C-3,,
X
    tocsv -e 'lines[].taxes' -f id,tax_rate "$ORDERS" >got
    printf 'id,tax_rate\n1,0.10\n1,0.02\n' | diff -u - got
}

@test "several arrays: rows of one after rows of the other, never side by side" {
    is $'id,p,q\n1,a,\n1,b,\n1,,c\n2,,d' $'{"id":1,"p":["a","b"],"q":["c"]}\n{"id":2,"p":[],"q":["d"]}' -e p -e q
}

@test "events and entities of sentences: what an analyst wants first" {
    tocsv -e events "$SENTENCES" >got
    diff -u - got <<'X'
date,event_date,event_actor,event_action,event_code,event_target,event_place,event_modality,event_source,text,title,site,source,byline,lang,id,event_id,event_actor_id,event_target_id,event_same_as,event_target_by,event_start,event_end,doc,kind,par,sent,start,end
2021-05-04,2021-05-03,Ana Soto,meet,CONSULT,,Lisbon,happened,,"Foreign Minister Ana Soto met ""old friends"" in Lisbon on Monday.",Port deal signed,Coast Daily,harbour.html,,en,d1.1,d1.1.1,,,,,26,29,d1,body,1,1,0,64
2022-03-20,,岸田,visit,CONSULT,India,,happened,,岸田首相がインドを訪問、モディ首相と会談,岸田首相が訪問,朝の新聞,kishida.html,,ja,d2.1,d2.1.1,,IND,,,9,11,d2,heading,1,1,0,17
2022-03-20,,岸田,talk,CONSULT,モディ,,happened,,岸田首相がインドを訪問、モディ首相と会談,岸田首相が訪問,朝の新聞,kishida.html,,ja,d2.1,d2.1.2,,,,,18,20,d2,heading,1,1,0,17
X
    tocsv -e entities "$SENTENCES" | head -n 1 >got
    echo 'date,entity_type,entity_name,entity_text,entity_value,entity_id,entity_metonym_of,text,title,site,source,byline,lang,id,entity_start,entity_end,entity_rule,doc,kind,par,sent,start,end' | diff -u - got
}

@test "the default columns of sentences and documents" {
    tocsv "$SENTENCES" | head -n 1 >got
    echo 'id,date,site,source,lang,title,byline,kind,par,sent,text,doc,start,end,entities,events' | diff -u - got
    is $'id,date,site,source,lang,title,byline,text,captions,url\n1,,,s,,,,t,,u' \
        '{"id":1,"url":"u","source":"s","text":"t","blocks":[{"start":0,"end":1,"kind":"body"}]}'
}

@test "members that only some records have can be named beforehand" {
    is $'id,text,dup_of\n1,a,\n2,a,1' $'{"id":1,"text":"a"}\n{"id":2,"text":"a","dup_of":1}' -f '*,dup_of'
}

@test "the columns that the man page lists are those of the rules" {
    cd "$ROOT"
    mandoc -T utf8 man/tocsv.1 | sed 's,.\x08,,g' | tr -s ' \n' ' ' >"$BATS_TEST_TMPDIR/page"
    awk -F'\t' '$1 == "columns" { print $4 }' tools/tocsv/columns.rules | tr ',' '\n' | grep -v '[*!]' | sort -u |
        while read -r name; do
            case $name in event_id | event_*_id | event_same_as | event_target_by | event_start | event_end | entity_start | entity_end | entity_rule) continue ;; esac
            grep -q "$name" "$BATS_TEST_TMPDIR/page" || { echo "not in the page: $name"; exit 1; }
        done
}

# ---- columns fixed otherwise ----

@test "--union reads twice: columns of all records" {
    printf '%s\n' '{"a":1}' '{"b":2,"a":3}' '{' '{"c":4}' >in
    expect 1 $'a,b,c\n1,,\n3,2,\n,,4' 'tocsv: in:3:2: not JSON: the line ends in the middle of a value' tocsv --union in
    expect 1 $'a,b,c\n1,,\n3,2,\n,,4' 'tocsv: <stdin>:3:2: not JSON: the line ends in the middle of a value' sh -c 'tocsv --union <in'
    pipe='--union reads everything twice, which a pipe cannot: put it into a file first'
    expect 2 '' "tocsv: <stdin>: $pipe" sh -c 'cat in | tocsv --union'
    mkfifo fifo
    expect 2 '' "tocsv: fifo: $pipe" timeout 10 tocsv --union in fifo
}

@test "--union with --explode: members of all elements" {
    is $'t_x,t_y\n1,\n,2' '{"t":[{"x":1},{"y":2}]}' -e t --union
}

@test "--extra=json and --extra=error" {
    printf '%s\n' '{"a":1}' '{"a":2,"b": [1, 2],"c":null}' >in
    expect 0 $'a,extra\n1,\n2,"{""b"":[1, 2],""c"":null}"' '' tocsv --extra=json in
    expect 1 $'a\n1' "tocsv: in:2: 'b': no column takes this member" tocsv --extra=error in
    expect 0 $'a\n1\n2' '' tocsv -f a in
    expect 1 $'a\n1' "tocsv: in:2: 'b': no column takes this member" tocsv -f a --extra=error in
    is $'t_x,extra,t_extra\n1,,"{""y"":2}"\n,,3' '{"t":[{"x":1,"y":2},3]}' -e t -f t.x --extra=json
}

@test "--header=none, and --header=FILE to append to a table" {
    printf '%s\n' '{"a":1,"b":2}' >in
    expect 0 1,2 '' tocsv --header=none in
    printf '\xef\xbb\xbfb,"x, y",a\n7,8,9\n' >table.csv
    expect 0 2,,1 '' tocsv --header=table.csv in
    expect 0 2,5,1 '' sh -c 'echo "{\"a\":1,\"b\":2,\"z\":5}" | tocsv --header=table.csv -f "z:\"x, y\""'
    expect 2 '' "tocsv: the header has no column 'q' of -f" tocsv --header=table.csv -f q in
    printf 'b\n1' >open.csv
    expect 2 '' 'tocsv: --header: open.csv: its last line has no end: the first row would join it' \
        sh -c 'tocsv --header=open.csv in >>open.csv'
    printf 'b\n1' | cmp - open.csv
    expect 0 2 "tocsv: in:1: member 'a' has no column: columns are as of the header (see --extra)" tocsv --header=open.csv in
    expect 2 '' "tocsv: --header: absent: No such file or directory" tocsv --header=absent in
    : >empty
    expect 2 '' "tocsv: --header: empty: has no header" tocsv --header=empty in
    echo a,a >twice
    expect 2 '' "tocsv: --header: twice: two columns have the same name" tocsv --header=twice in
    tocsv "$SENTENCES" >all.csv
    tocsv --header=all.csv "$SENTENCES" >again.csv
    tail -n +2 all.csv | cmp - again.csv
    tocsv -e events --index "$SENTENCES" >all.csv
    tocsv -e events --index --header=all.csv "$SENTENCES" >again.csv
    tail -n +2 all.csv | cmp - again.csv
}

@test "--header=FILE: a header parted in another way is told, and no byte order mark comes into the middle" {
    printf '\357\273\277a;b\r\n' >table.csv
    echo '{"a":1,"b":2}' >in
    expect 2 '' "tocsv: --header: table.csv: its names are parted by semicolons: -d ';', or --excel=semicolon" tocsv --header=table.csv in
    tocsv --excel=semicolon --header=table.csv in >>table.csv
    cmp table.csv <(printf '\357\273\277a;b\r\n1;2\r\n')
    printf 'a\tb\n' >table.tsv
    expect 2 '' "tocsv: --header: table.tsv: its names are parted by tabs: -t, or -d '\t'" tocsv --header=table.tsv in
    printf 'a\n' >one.csv
    expect 0 1 "tocsv: in:1: member 'b' has no column: columns are as of the header (see --extra)" tocsv --header=one.csv in
}

@test "without records there is a header if -f names the columns" {
    expect 0 '' '' sh -c 'tocsv </dev/null'
    expect 0 a,b '' sh -c 'tocsv -f a,b </dev/null'
    echo '{"events":[],"a":1}' >in
    expect 0 a "tocsv: no record has an element of 'events'" tocsv -e events in
}

@test "more columns than the limit end with status 3, the limit itself does not" {
    awk 'BEGIN { printf "{\"k0\":0"; for (i = 1; i < 16384; i++) printf ",\"k%d\":%d", i, i; print "}" }' >in
    tocsv in | awk -F, '{ if (NF != 16384) exit 1 }'
    awk 'BEGIN { printf "{\"k0\":0"; for (i = 1; i < 16385; i++) printf ",\"k%d\":%d", i, i; print "}" }' >in
    expect 3 '' 'tocsv: more than 16384 columns' tocsv in
}

@test "many layouts in turn are all read right" {
    awk 'BEGIN { for (i = 0; i < 500; i++) { printf "{\"id\":%d", i; for (k = 0; k < i % 23; k++) printf ",\"k%d\":%d", (k * 7 + i) % 23, i; print "}" } }' >in
    tocsv --union in >out
    python3 - <<'P'
import csv, json
rows = list(csv.DictReader(open("out", newline="")))
for line, row in zip(open("in"), rows):
    record = json.loads(line)
    assert {k: v for k, v in row.items() if v != ""} == {k: str(v) for k, v in record.items()}
P
}

@test "keys of every length are told apart" {
    python3 - >in <<'P'
import json
keys = ["x" * n + e for n in range(40) for e in ("a", "b")]
print(json.dumps({k: i for i, k in enumerate(keys)}))
print(json.dumps({k: -i for i, k in enumerate(keys)}))
print(json.dumps({k[::-1]: 0 for k in keys}))
print(json.dumps({k: i for i, k in reversed(list(enumerate(keys)))}))
P
    tocsv -q in >out
    python3 - <<'P'
rows = [line.split(",") for line in open("out").read().splitlines()]
assert [int(x) for x in rows[1]] == list(range(80)) and [int(x) for x in rows[2]] == [-i for i in range(80)]
assert rows[4] == rows[1]
P
}

# ---- dialects ----

@test "-d: another delimiter, quoted where it stands in a cell" {
    is $'a;b\n"1;2";3,4' '{"a":"1;2","b":"3,4"}' -d ';'
    is $'a\tb\n"x\ty"\t1' '{"a":"x\ty","b":1}' -d '\t'
    echo '{}' >in
    expect 2 '' "tocsv: -d takes one character, not 'ab'" tocsv -d ab in
    expect 2 '' "tocsv: -d '.' could not be told from what stands in cells" tocsv -d . in
}

@test "--tsv: no quotes, escapes in their place" {
    is $'a\tb\tc\nx\\ty\\nz\\r\\\\\t"q" \t1' '{"a":"x\ty\nz\r\\","b":"\"q\" ","c":1}' --tsv
    printf '{"a\\tb":1}\n' >in
    tocsv -t in >table.tsv
    expect 0 1 '' tocsv -t --header=table.tsv in
}

@test "--quote: all, strings, none" {
    is $'"a","b","c"\n"1","x",""' '{"a":1,"b":"x","c":null}' --quote=all
    is $'"a","b","c","d"\n1,"x",,""' '{"a":1,"b":"x","c":null,"d":""}' --quote=strings
    printf '%s\n' '{"a":"x,y","b":"p"}' '{"a":"x y","b":"q"}' >in
    expect 1 $'a,b\nx y,q' "tocsv: in:1:6: 'a': the text needs quotes, which --quote=none forbids" tocsv --quote=none in
    expect 2 '' 'tocsv: --fill, --null and --bool need quotes, which --quote=none forbids' tocsv --quote=none --fill=, in
}

@test "--excel: what a spreadsheet leaves out is told, by one cell and one row too many" {
    # A character above U+FFFF counts two; quotes that the writer doubles count none.
    python3 - <<'P'
for name, text in ("fits", "a" * 32765 + "\U0001F310"), ("long", 'é' * 16000 + "\U0001F310" * 8384):
    open(name, "w", encoding="utf-8").write('{"a":"x, y","b":"%s"}\n' % text * 2)
open("many", "w").write('{"a":1}\n' * 1048576)
P
    tocsv --excel fits 2>&1 >/dev/null | grep . && return 1
    [ "$(tocsv --excel long 2>&1 >/dev/null)" = 'tocsv: long:1: a cell of more than 32767 characters, which is all that Excel reads (said once)' ]
    tocsv long 2>&1 >/dev/null | grep . && return 1
    [ "$(tocsv --excel many 2>&1 >/dev/null)" = 'tocsv: many:1048576: more than 1048575 rows, which is all that Excel reads' ]
    head -n -1 many | tocsv --excel 2>&1 >/dev/null | grep . && return 1
    return 0
}

@test "--crlf, --bom, and --excel as their sum" {
    echo '{"a":"x","b":"=1+1","c":-1,"d":"-1.5"}' >in
    tocsv --crlf --bom in >got
    printf '\xef\xbb\xbfa,b,c,d\r\nx,=1+1,-1,-1.5\r\n' | cmp - got
    tocsv --excel in >got
    printf "\xef\xbb\xbfa,b,c,d\r\nx,'=1+1,-1,-1.5\r\n" | cmp - got
    tocsv --excel=semicolon --formula=off in >got
    printf "\xef\xbb\xbfa;b;c;d\r\nx;=1+1;-1;-1.5\r\n" | cmp - got
}

@test "--formula: text that a spreadsheet would run" {
    python3 - >in <<'P'
import json
for t in "=1", "+x", "-x", "@a", "\tb", "\rc", "\nd", "\uff1de", "\uff0bf", "\uff0dg", "\uff20h", "=a,b", "=\"q\"":
    print(json.dumps({"t": t}))
for t in "-1", "+1.5", "-.5e+3", "a=1", "", "\uff11", "1-2":
    print(json.dumps({"t": t}))
P
    tocsv --formula=quote in | python3 -c '
import csv, sys
rows = [r[0] for r in csv.reader(open(0, newline=""))][1:]
assert all(r[0] == "\x27" for r in rows[:13]) and rows[0] == "\x27=1" and rows[12] == "\x27=\"q\"", rows
assert rows[13:] == ["-1", "+1.5", "-.5e+3", "a=1", "", "\uff11", "1-2"], rows'
    tocsv --formula=tab in | python3 -c '
import csv, sys
rows = [r[0] for r in csv.reader(open(0, newline=""))][1:]
assert all(r[0] == "\t" for r in rows[:13]) and rows[13] == "-1", rows'
    tocsv --formula=error in >out 2>err || true
    [ "$(wc -l <err)" = 13 ] && [ "$(wc -l <out)" = 8 ]
    [ "$(head -n 1 err)" = "tocsv: in:1:7: 't': a spreadsheet would run this text as a formula" ]
    tocsv in | head -n 2 | tail -n 1 | grep -qx '=1'
}

@test "--table: a wide character stands alone on a line of a column that is narrower" {
    printf '%s\n' '{"a":"x"}' '{"a":"日本"}' >in
    expect 0 $'a\nx\n日\n本' '' timeout 10 tocsv --table --line-buffered in
}

@test "options that exclude each other end with status 2" {
    echo '{}' >in
    for options in '--tsv --quote=all' '--tsv -d ;' '--table --tsv' '--table --schema' '--index' '--keep-empty' \
        '--parents=blank' '--bool yes' '--bool a,a' '--tsv --schema' "--schema --name a'b" '--name=x' '--width=80' \
        '--lines=2'; do
        status=0
        tocsv $options in >out 2>err || status=$?
        [ $status = 2 ] && [ ! -s out ] && [ "$(wc -l <err)" = 1 ] || { echo "$options: $status"; return 1; }
    done
}

# ---- schemas ----

@test "--schema: types from all values, digits never lost" {
    printf '%s\n' '{"i":1,"n":1,"b":true,"s":"x","m":1,"big":12345678901234567890,"z":null}' \
        '{"i":-5,"n":0.5,"b":null,"s":"2","m":"1","big":1,"z":null}' '{}' >in
    expect 0 'CREATE TABLE "rows" (
  "i" INTEGER,
  "n" REAL,
  "b" TEXT,
  "s" TEXT,
  "m" TEXT,
  "big" TEXT,
  "z" TEXT
);
.mode csv
.import --skip 1 "rows.csv" "rows"
UPDATE "rows" SET "i" = NULL WHERE "i" IN ('"''"');
UPDATE "rows" SET "n" = NULL WHERE "n" IN ('"''"');
UPDATE "rows" SET "b" = NULL WHERE "b" IN ('"''"');' '' tocsv --schema in
    tocsv --schema=json in | python3 -c '
import json, sys
s = json.load(sys.stdin)
assert [f["type"] for f in s["fields"]] == ["integer", "number", "boolean", "string", "string", "integer", "string"]
assert s["fields"][2]["trueValues"] == ["true"] and s["missingValues"] == [""]'
}

@test "the two lines of the man page put a table into SQLite, as written" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    cp "$ORDERS" orders.jsonl
    sed -n '/tried as written/,/^\.Ed/s/^\$ //p' "$ROOT/man/tocsv.1" >lines
    [ "$(wc -l <lines)" = 3 ]
    sh -eu lines >out 2>err
    diff -u - out <<'X'
1|integer|{"name":"Ana, Ltd.","tags":["new","north"]}|19.90
2|integer|{"name":"=Bo","tags":[]}|1e2
3|integer||12345678901234567890123
X
}

@test "--schema=sql with other delimiters and names that need quotes is taken by SQLite" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    printf '%s\n' '{"a \"q\"":1,"select":"x;y\n\"z\""}' '{"a \"q\"":null}' >in
    tocsv -d ';' -o "my rows.csv" in
    tocsv -d ';' --schema --name='my rows' in | sqlite3 db
    [ "$(sqlite3 db 'SELECT count(*), count("a ""q"""), max("select") FROM "my rows"')" = $'2|1|x;y\n"z"' ]
    tocsv -d '\t' --header=none -o rows.csv in
    tocsv -d '\t' --header=none --schema in | sqlite3 db2
    [ "$(sqlite3 db2 'SELECT count(*) FROM rows')" = 2 ]
}

@test "--schema=sql: names that SQLite takes for one differ" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    echo '{"A":1,"a":2,"a_2":3,"":4}' >in
    tocsv -o rows.csv in
    tocsv --schema in >schema.sql
    [ "$(sqlite3 db <schema.sql 2>&1; sqlite3 db 'SELECT "A", "a_2", "a_2_2", "" FROM rows')" = '1|2|3|4' ]
}

# ---- odd input ----

@test "records without members before the first that has some are blank rows" {
    printf '%s\n' '{}' '{}' '{"a":1,"b":2}' '{}' >in
    expect 0 $'a,b\n,\n,\n1,2\n,' '' tocsv in
    printf '%s\n' '{}' '{"l":[{"x":1}]}' >in
    expect 0 $'l_x\n1' '' tocsv -e l in
    expect 0 $'l_x\n""\n1' '' tocsv -e l --keep-empty in
    printf '{}\n' >in
    expect 2 '' 'tocsv: there are no columns' tocsv in
    expect 0 $'a,b\n,' "tocsv: no record has a member 'a'" tocsv -f a,b in
}

@test "JSON spread over lines is refused with what helps, however the file is cut into reads" {
    printf '\xef\xbb\xbf{\r\n\t"a": 1\r\n}\r\n' >spread
    for size in 1 3 100000; do
        BROADSHEET_READ_SIZE=$size expect 2 '' 'tocsv: spread: is JSON spread over several lines, not JSON Lines: jq -c . FILE | tocsv' tocsv spread
    done
    printf '{\n{"a":1}\n' >broken
    expect 1 $'a\n1' 'tocsv: broken:1:2: not JSON: the line ends in the middle of a value' tocsv broken
}

@test "an empty key is a column without a name" {
    echo '{"":1,"a":2}' >in
    expect 0 $',a\n1,2' '' tocsv in
    expect 0 $'record\n"{"""":1,""a"":2}"' '' tocsv -f . in
}

@test "a name that no record has is said; one that some lack is not" {
    printf '%s\n' '{"a":1,"l":[{"x":1}]}' '{"a":2,"b":3}' >in
    expect 0 $'a,c\n1,\n2,' "tocsv: no record has a member 'c'" tocsv -f a,c in
    expect 0 $'b,c\n,\n3,' '' tocsv -f '!a,!l,b,*,c' in
    expect 0 $'c,a\n,1\n,2' "tocsv: no record has a member 'c'" tocsv -f 'c,!l,!b,*' in
    expect 0 $'a,b\n1,\n2,3' '' tocsv -f a,b in
    expect 0 $'l_y,a\n,1' "tocsv: no record has a member 'y'" tocsv -e l -f l.y,a in
    expect 0 $'a,l,b' "tocsv: no record has an element of 'll'" tocsv -e ll in
    expect 0 $'a,c\n1,\n2,' '' tocsv -q -f a,c in
    : >none
    expect 0 'a,c' '' tocsv -f a,c none
}

# ---- the view ----

@test "--table: aligned, wide characters counted as two, wrapped at spaces" {
    tocsv --table --width=60 -f id,site,text "$SENTENCES" >got
    diff -u - got <<'X'
id    site         text
d1.1  Coast Daily  Foreign Minister Ana Soto met "old
                   friends" in Lisbon on Monday.
d1.2  Coast Daily  She signed nothing, and went home; it
                   rained.
d2.1  朝の新聞     岸田首相がインドを訪問、モディ首相と会談
X
}

@test "--table: cells are cut after --lines with an ellipsis" {
    echo '{"t":"one two three four five six seven"}' >in
    expect 0 $'t\none two\nthree…' '' tocsv --table --width=10 --lines=2 in
    expect 0 $'t\none two\nthree four\nfive six\nseven' '' tocsv --table --width=10 --lines=0 in
}

@test "--table: numbers to the right, blanks, line ends inside cells, no control characters" {
    printf '%s\n' '{"n":1,"t":"a\nb","u":"x"}' '{"n":1000,"t":"\u001b[31mred","u":""}' '{"n":null,"t":"e\u0301\u200dx","u":"y"}' >in
    expect 0 $'   n  t         u\n   1  a         x\n      b\n1000  ?[31mred\n      e\u0301\u200dx        y' '' tocsv --table in
}

@test "--table: no line is wider than the screen; what does not fit is said" {
    python3 -c '
import json
for i in range(300): print(json.dumps({f"column{k}": "wörd 漢字 " * (k * i % 7) for k in range(9)}))' >in
    tocsv --table --width=50 in >out 2>err
    grep -q "^tocsv: 4 columns are not shown, from 'column5' on: choose with -f, or give --width" err
    python3 - <<'P'
import unicodedata
for line in open("out", encoding="utf-8"):
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip("\n"))
    assert width <= 50, (width, line)
P
}

@test "--table shows what the CSV holds" {
    tocsv --table --width=10000 --lines=0 -f id,kind,start "$SENTENCES" | awk '{ print $1 "," $2 "," $3 }' >view
    tocsv -f id,kind,start "$SENTENCES" | diff - view
}

# ---- streams and trouble ----

@test "a bad line is one message with its column, kept in --reject, and no column is lost" {
    printf '%s\n' '{"a":1,"b":2}' '{"a":1,"b":}' '[]' 'x' '{"a":3,"b":4}' >in
    expect 1 $'a,b\n1,2\n3,4' 'tocsv: in:2:12: not JSON: expected a value
tocsv: in:3:1: not a record: not a JSON object
tocsv: in:4:1: not JSON: not a JSON object' tocsv --reject=bad in
    sed -n 2,4p in | cmp - bad
}

@test "a record that cannot be written leaves nothing of itself" {
    printf '%s\n' '{"t":[{"x":"ok"},{"x":"=bad"}]}' '{"t":[{"x":"fine"}]}' >in
    expect 1 $'t_x\nfine' "tocsv: in:1:23: 't_x': a spreadsheet would run this text as a formula" \
        tocsv -e t --formula=error in
}

@test "the output does not depend on the read size" {
    for options in '' '-e entities' '-e events --index' '--tsv' '--table --width=80'; do
        tocsv $options "$SENTENCES" >whole
        for size in 1 2 3 7 64 1000; do
            BROADSHEET_READ_SIZE=$size tocsv $options "$SENTENCES" | cmp - whole
        done
    done
}

@test "--from=csv: CSV comes out as it went in" {
    printf 'a,b c,d\n1,"x, ""y""\nz",\n,,"t "\n' >in.csv
    tocsv --from=csv in.csv | cmp - in.csv
}

@test "rows come while the input is still open" {
    mkfifo pipe
    tocsv --line-buffered pipe >out &
    pid=$!
    exec 9>pipe
    echo '{"a":1}' >&9
    for i in $(seq 100); do [ "$(wc -l <out)" -ge 2 ] && break; sleep 0.02; done
    [ "$(cat out)" = $'a\n1' ]
    echo '{"a":2}' >&9
    for i in $(seq 100); do [ "$(wc -l <out)" -ge 3 ] && break; sleep 0.02; done
    [ "$(tail -n 1 out)" = 2 ]
    exec 9>&-
    wait $pid
}

@test "a closed pipe is quiet, a full disk is not" {
    yes '{"a":"some text to fill the pipe with"}' | head -n 200000 >in
    { tocsv in 2>err; echo $? >status; } | head -n 1 >/dev/null
    [ "$(cat status)" = 0 ] && [ ! -s err ]
    [ -e /dev/full ] || skip "there is no /dev/full"
    status=0
    tocsv in >/dev/full 2>err || status=$?
    [ $status = 3 ] && grep -q 'No space left' err
}

@test "a record with very many rows is written as they come" {
    python3 -c '
print("{\"text\":\"" + "x" * 2000 + "\",\"t\":[" + ",".join("{\"n\":%d}" % n for n in range(100000)) + "]}")' >in
    [ "$(tocsv -e t in | wc -lc | tr -s ' ')" = "$(printf ' 100001 200688899')" ] || { tocsv -e t in | wc -lc; return 1; }
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f %M -o kib tocsv -e t in >/dev/null
        [ "$(tail -n 1 kib)" -lt 40000 ]
    fi
}

@test "--stats counts rows" {
    tocsv --stats=json -e entities "$SENTENCES" 2>err >out
    grep -q '"records_in":3,"records_out":6' err
}

@test "the man page's examples print what it shows, and it names every option" {
    cd "$ROOT"
    python3 tests/examples.py man/tocsv.1
    tocsv --help | grep -o -- '--[a-z0-9-]*' | sort -u | while read -r option; do
        grep -q "Fl .*-${option#--}\b" man/tocsv.1 || { echo "not in the man page: $option"; exit 1; }
    done
}

@test "--from=csv: a quote in a field without quotes is a character; what is broken is said" {
    printf 'a,b\n1,37.8"N\n2,"x"y\n3,"p\r\nq ""r"""\n4,"p\nq"x\n5,""\n6,"open\n' >in.csv
    expect 1 $'a,b\n1,"37.8""N"\n3,"p\r\nq ""r"""\n5,' 'tocsv: in.csv:3: a quote where none may stand
tocsv: in.csv:6: a quote where none may stand
tocsv: in.csv:9: a quoted field has no end' tocsv --from=csv --reject=bad in.csv
    printf '2,"x"y\n4,"p\nq"x\n6,"open\n' | cmp - bad
}

@test "1,000 random records come back through libcsv without one difference" {
    for seed in 1 2 3; do
        "$UNIT/tocsv_roundtrip" make 1000 $seed >in
        for options in '' '--quote=all' '--quote=strings' '--crlf'; do
            tocsv -q --nested=json $options -f s,t,n,w,j,u in | "$UNIT/tocsv_roundtrip" check 1000 $seed >out || { echo "$options"; cat out; return 1; }
        done
    done
}

@test "the cell writer with vector instructions and its plain twin write the same" {
    "$UNIT/tocsv_cell"
    "$UNIT/tocsv_narrow"
}

@test "sentences and events of a text in another member have their columns, too" {
    printf 'url,date,body\nu,2024-05-14,"Poland threatened Norway on Monday. It rained."\n' >in.csv
    segment --from=csv -k body in.csv >s
    tocsv s | head -n 1 | grep -qx 'id,date,site,source,lang,title,byline,kind,par,sent,doc,start,end,body,url'
    tag -k body s >t
    for file in t <(tag --from=csv -k body in.csv); do
        tocsv -e events "$file" >out 2>err
        [ ! -s err ]
        [ "$(head -n 2 out | cut -d, -f 1-6)" = $'date,event_date,event_actor,event_action,event_code,event_target\n2024-05-14,2024-05-13,Poland,threaten,THREATEN,Norway' ]
        head -n 1 out | grep -q 'event_same_as.*body'
    done
    tocsv -e entities t | head -n 1 | grep -q '^date,entity_type,entity_name,.*body'
}
