# dedupe: nothing counted twice, nothing real thrown away.
load helper

record() { # record ID TEXT: one record; TEXT is JSON without quotes
    printf '{"id":"%s","text":"%s"}\n' "$1" "$2"
}

# ids: the ids of the records on standard input, on one line.
ids() {
    sed -n 's/.*"id":"\([^"]*\)".*/\1/p' | tr '\n' ' ' | sed 's/ $//'
}

# marks: id, dup_of and why of each record.
marks() {
    python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    print(r["id"], r.get("dup_of", "-"), r.get("why", "-"))'
}

# ---- lines ----

@test "lines: the first of equal lines stays, in order" {
    expect 0 $'b\na\nc' '' dedupe < <(printf 'b\na\nb\nc\na\n')
}

@test "lines are told apart by every byte" {
    expect 0 $'a\nA\na \n a\n\xc3\xa9\ne' '' dedupe < <(printf 'a\nA\na \n a\n\xc3\xa9\ne\na\nA\n')
}

@test "lines: a blank line repeats a blank line" {
    expect 0 $'a\n\nb' '' dedupe < <(printf 'a\n\nb\n\n\n')
}

@test "lines with NUL bytes and invalid UTF-8 go out as they came" {
    printf 'a\0b\na\0c\n\xff\n\xfe\na\0b\n\xff\n' >in
    printf 'a\0b\na\0c\n\xff\n\xfe\n' >want
    dedupe in >out
    cmp want out
}

@test "the last line needs no newline and gets one" {
    printf 'a\nb' >one
    printf 'c' >two
    dedupe one two >out
    printf 'a\nb\nc\n' | cmp - out
}

@test "CRLF stays with its line and does not tell lines apart" {
    printf 'a\r\nb\na\nb\r\n' | dedupe >out
    printf 'a\r\nb\n' | cmp - out
}

@test "empty input gives empty output" {
    expect 0 '' '' dedupe </dev/null
}

@test "lines are compared across files" {
    printf 'a\nb\n' >one
    printf 'b\nc\n' >two
    expect 0 $'a\nb\nc' '' dedupe one two
}

@test "--fold=space: runs of white space are one space" {
    expect 0 $'a  b\nA b' '' dedupe --fold=space < <(printf 'a  b\na\tb\n a b \nA b\n')
}

@test "--fold=text: case, marks, quotes, entities and dashes do not count, digits do" {
    expect 0 $'Caf\u00e9 \u2018Sud\u2019 \u2013 1 000 Stra\u00dfe\ncafe 2' '' dedupe --fold=text < <(
        printf '%s\n' $'Caf\u00e9 \u2018Sud\u2019 \u2013 1 000 Stra\u00dfe' $'CAFE\u0301 \'SUD\' - 1\u00a0000 STRASSE' \
            $'cafe \\\'sud\\\' &ndash; 1 000 strasse' $'cafe &#39;sud&#x27; \u2014 1 000 stra\u00dfe' 'cafe 2')
}

@test "--fold=text: fullwidth letters, ligatures and invisible characters are plain letters" {
    expect 0 'office AB1' '' dedupe --fold=text < <(
        printf '%s\n' 'office AB1' $'o\ufb03ce \uff21\uff22\uff11' $'of\u00adfice\u200b AB1' $'\ufeffoffice AB1')
}

@test "--fold=text: an entity that was escaped twice is resolved, an ampersand stays one" {
    expect 0 $'it\u2019s\nR&D' '' dedupe --fold=text < <(printf '%s\n' $'it\u2019s' 'it&amp;rsquo;s' 'R&D' 'R&amp;D')
}

@test "--fold=text keeps apart what marks tell apart: Devanagari vowels, voiced kana" {
    expect 0 $'\u0915\u093f\n\u0915\u0940\n\u304b\n\u304c' '' dedupe --fold=text < <(
        printf '%s\n' $'\u0915\u093f' $'\u0915\u0940' $'\u304b' $'\u304c')
}

@test "--fold=loose: punctuation does not count, word order does" {
    expect 0 $'Stop, thief!\nthief stop' '' dedupe --fold=loose < <(printf 'Stop, thief!\nstop thief\nthief stop\n')
}

@test "--only-dups writes what would be dropped" {
    expect 0 $'a\na\nb' '' dedupe --only-dups < <(printf 'a\nb\na\na\nb\n')
}

@test "dropped and kept lines together are the input" {
    seq 1 5000 | awk '{print $1 % 1237}' >in
    dedupe in >kept
    dedupe --only-dups in >dropped
    sort in >1
    sort kept dropped | cmp - 1
    [ "$(wc -l <kept)" = 1237 ]
}

@test "a hundred thousand lines: the same as awk" {
    awk 'BEGIN { x = 1; for (i = 0; i < 100000; i++) { x = (x * 16807) % 2147483647; print x % 50000 } }' >in
    awk '!seen[$0]++' in >want
    dedupe in | cmp - want
}

# ---- records ----

@test "records: case, spaces, quotes and entities do not count" {
    { record a 'The \u201cOld\u201d Mill burned down on Monday.'; record b 'The \"old\" mill  burned down on monday. '
      record c 'The &quot;Old&quot; Mill burned down on Monday.'; record d 'The Old Mill burned down on Monday.'; } >in
    [ "$(dedupe in | ids)" = "a d" ]
}

@test "records that stay go out byte for byte" {
    printf '%s\n' '{ "n":1.0, "big":123456789012345678901234567890 ,"text":"A\u00e9\/b"}' '{"text":"other","e":1e5}' >in
    dedupe in | cmp - in
}

@test "a record without text passes untouched and is counted" {
    printf '%s\n' '{"a":1}' '{"a":1}' '{"text":7}' >in
    dedupe --stats in >out 2>err
    cmp in out
    grep -q '"untouched":3' err
}

@test "an empty text repeats nothing" {
    { record a ''; record b ' '; record c ''; } >in
    [ "$(dedupe in | ids)" = "a b c" ]
}

@test "sentences of fewer than 8 words repeat each other only inside a document" {
    printf '%s\n' '{"id":"1.1","doc":"1","sent":1,"text":"He did not say more."}' \
        '{"id":"1.2","doc":"1","sent":2,"text":"He did not say more."}' \
        '{"id":"2.1","doc":"2","sent":1,"text":"He did not say more."}' \
        '{"id":"2.2","doc":"2","sent":2,"text":"The bridge over the river will open on Friday."}' \
        '{"id":"3.1","doc":"3","sent":1,"text":"The bridge over the river will open on Friday."}' \
        '{"id":"4.1","sent":1,"text":"He did not say more."}' >in
    [ "$(dedupe in | ids)" = "1.1 2.1 2.2 4.1" ]
    [ "$(dedupe --short in | ids)" = "1.1 2.2" ]
}

@test "short documents are not short sentences" {
    { record a 'Closed today.'; record b 'closed today.'; } >in
    [ "$(dedupe in | ids)" = "a" ]
}

@test "-k compares another member" {
    printf '%s\n' '{"id":"a","title":"One","text":"x"}' '{"id":"b","title":"one","text":"y"}' >in
    [ "$(dedupe -k title in | ids)" = "a" ]
}

@test "CSV rows are records" {
    printf 'id,text\na,One two\nb,one  two\nc,three\n' >in.csv
    [ "$(dedupe --from=csv in.csv | ids)" = "a c" ]
}

@test "--fold=none on records: only the same text, however it is escaped" {
    { record a '\u0041b'; record b 'Ab'; record c 'ab'; } >in
    [ "$(dedupe --fold=none in | ids)" = "a c" ]
}

@test "a bad line is reported, kept in --reject, and the rest goes on" {
    { record a 'one'; echo '{"text":'; record b 'one'; } >in
    expect 1 '{"id":"a","text":"one"}' 'dedupe: in:2: not JSON at character 9: the line ends in the middle of a value' \
        dedupe --reject=bad in
    [ "$(cat bad)" = '{"text":' ]
}

# ---- --mark ----

@test "--mark drops nothing and says what repeats what" {
    { record a 'The mill burned down.'; record b 'The mill burned down.'; record c 'THE MILL burned down.'
      record d 'Another.'; } >in
    dedupe --mark in >out
    [ "$(marks <out)" = $'a - -\nb a exact\nc a folded\nd - -' ]
    [ "$(sed -n 2p out)" = '{"id":"b","text":"The mill burned down.","dup_of":"a","similarity":1.000,"why":"exact"}' ]
}

@test "--mark: an id is repeated as the value it is; without one it is the record's number" {
    printf '%s\n' '{"id":7.0,"text":"one"}' '{"id":8,"text":"one"}' '{"text":"two"}' '{"text":"two"}' >in
    expect 0 '{"id":7.0,"text":"one"}
{"id":8,"text":"one","dup_of":7.0,"similarity":1.000,"why":"exact"}
{"text":"two"}
{"text":"two","dup_of":3,"similarity":1.000,"why":"exact"}' '' dedupe --mark in
}

@test "marking again gives the same" {
    { record a 'one'; record b 'one'; record c 'two'; } | dedupe --mark >1
    dedupe --mark 1 | cmp - 1
}

@test "an old mark goes when nothing is repeated any more" {
    printf '%s\n' '{"id":"b","dup_of":"a","text":"one","similarity":1.000,"why":"exact"}' >in
    expect 0 '{"id":"b","text":"one"}' '' dedupe --mark in
}

@test "--mark --only-dups writes the repeats with their marks" {
    { record a 'one'; record b 'one'; } >in
    [ "$(dedupe --mark --only-dups in | marks)" = "b a exact" ]
}

@test "--mark on lines is a usage error" {
    expect 2 '' 'dedupe: --mark writes members of records; <stdin> is lines' dedupe --mark < <(echo a)
}

@test "one kept record for all: what --mark leaves unmarked is what stays" {
    for i in 1 2 3; do record "a$i" 'One mill burned.'; record "b$i" "Number $i."; done >in
    [ "$(dedupe in | ids)" = "$(dedupe --mark in | grep -v dup_of | ids)" ]
}

# ---- --by ----

@test "--by compares members, not the text" {
    printf '%s\n' '{"id":"a","url":"http://x/1","text":"one"}' '{"id":"b","url":"http:\/\/x\/1","text":"two"}' \
        '{"id":"c","url":"http://x/2","text":"one"}' '{"id":"d","text":"one"}' '{"id":"e","url":null,"text":"one"}' >in
    [ "$(dedupe --by url in | ids)" = "a c d e" ]
}

@test "--by takes several members and members of members" {
    printf '%s\n' '{"id":"a","m":{"x":1},"n":"1"}' '{"id":"b","m":{"x":1},"n":"2"}' '{"id":"c","m":{"x":1},"n":"1"}' \
        '{"id":"d","m":{"x":"1"},"n":"1"}' '{"id":"e","m":2,"n":"1"}' >in
    [ "$(dedupe --by m.x,n in | ids)" = "a b d e" ]
}

@test "--by: usage errors" {
    expect 2 '' "dedupe: --by takes names of members such as url or meta.url, not 'a,,b'" dedupe --by a,,b </dev/null
    expect 2 '' 'dedupe: --by compares members as they are; --near and --fold compare the text' \
        dedupe --by a --near </dev/null
    expect 2 '' 'dedupe: --by compares members of records; <stdin> is lines' dedupe --by a < <(echo a)
}

# ---- --near ----

story='The river authority said on Tuesday that the old weir at Harlow will be taken down next spring, because repairs would cost more than the weir is worth. Anglers and two rowing clubs had asked for a delay until the autumn regatta was over. A fish ladder is planned in its place, paid for by the county and a heritage fund, and the towpath will be closed for about nine weeks while the work goes on.'

@test "--near finds a copy with a few words changed" {
    { record a "$story"; record b "${story/next spring/this coming spring}"; record c "${story/old weir/ancient weir}"; } >in
    [ "$(dedupe in | ids)" = "a b c" ]
    [ "$(dedupe --near in | ids)" = "a" ]
    dedupe --near --mark in | grep '"id":"b"' | grep -q '"dup_of":"a","similarity":0\.[0-9]*,"why":"shared"'
}

@test "--near finds a cut copy, whichever comes first" {
    record a "$story" >in
    record b "${story:0:190}..." >>in
    [ "$(dedupe --near in | ids)" = "a" ]
    [ "$(tac in | dedupe --near | ids)" = "b" ]
}

@test "--near keeps a template with other names and numbers" {
    forecast() {
        record "$1" "The high in $2 on $3 will be $4 degrees with a low of $5 degrees and winds from the $6 at $7 kilometres per hour. The chance of rain is $8 percent with $9 millimetres expected. Drivers are advised to allow extra time and to check the road conditions before they set out."
    }
    { forecast a Harlow Monday 21 12 north 14 30 2; forecast b Denby Tuesday 9 3 west 41 80 11
      forecast c Ashwick Friday 33 19 east 7 5 1; } >in
    [ "$(dedupe --near in | ids)" = "a b c" ]
}

@test "--near keeps an article that quotes a paragraph of another" {
    quoted='A spokesman for the port said that the crane had been checked in March and that no fault was found in its brakes.'
    { record a "Dockers at the container terminal walked out on Thursday after a crane dropped its load for the second time this month. $quoted The union wants an inspector from outside the company. Ships were waiting in the roads, and two had been sent on to another harbour by the evening, the pilots said."
      record b "The minister of transport will have to answer questions about accidents in ports, after three members of the committee asked for a hearing. They named four cases in different towns, of which the latest was this week. $quoted Last year a report had found that half of the inspections were late, and the ministry promised more staff, which has yet to be hired according to the auditors."; } >in
    [ "$(dedupe --near in | ids)" = "a b" ]
}

# Five paragraphs of one report, for the tests of what agency copy and quotations share.
report_1='Harlow council voted on Monday night to close the market hall for the winter, after surveyors found cracks in four of the pillars that carry its roof.'
report_2='Traders were told by letter that their stalls would be moved to the old bus depot from the first week of November, and that no rent would be asked for until the new year.'
report_3='Some of them said that the depot was dark and too far from the station. Others had been asking for years that something be done about the roof, which leaks above the fish counters.'
report_4='The repairs will be paid for out of a fund for listed buildings, and the work is expected to last about five months if no more damage comes to light when the plaster is taken off.'
report_5='A petition to keep part of the hall open was handed over before the vote. It had been signed by some nine hundred people in two days.'

@test "--near keeps two articles in one frame" {
    framed() {
        record "$1" "Town | County | Letters | Weather | Notices of births and deaths\\n\\nWrite to us about what happens in your street, and we will send somebody to look\\n\\n$2\\n\\n$3\\n\\nYou have read two of your three free stories of this week. Readers who pay support the work of our newsroom\\n\\nOur office in Mill Lane is open on weekdays from nine, and on market days from eight, with room for a pram"
    }
    { framed a "$report_3" "$report_2"; framed b "$report_4" "$report_5"; } >in
    [ "$(dedupe --near in | ids)" = "a b" ]
}

@test "--near: two short paragraphs that two texts share are a scrap, unless three names in them are alike" {
    pair_with() { # the script that changes what is shared
        python3 -c '
import random, sys
words = """stone river bridge paper window garden market letter summer winter boat kitchen school village council engine
copper silver timber cotton bread butter morning evening traffic signal forest meadow valley hill cloud storm thunder
candle lantern carpet table""".split()
one = "The harbour board met on Monday at the old pier, where Tallis spoke first and then Orwen spoke."
two = "A second vote was left to Brisca and to the clerks, who will count the rest of it by hand."
shared = one + "\\n\\n" + two
if sys.argv[1] == "lower":
    shared = shared.lower()
own = [" ".join(random.Random(seed).choices(words, k=120)) for seed in (3, 53)]
print("""{"id":"a","text":"%s\\n\\n%s"}""" % (own[0], shared))
print("""{"id":"b","text":"%s\\n\\n%s"}""" % (shared, own[1]))' "$1"
    }
    [ "$(pair_with capitals | dedupe --near | ids)" = "a" ]
    [ "$(pair_with lower | dedupe --near | ids)" = "a b" ]
    pair_with capitals | dedupe --near --explain=why >/dev/null
    python3 -c '
import json
r = json.load(open("why"))
assert 0.12 <= r["similarity"] < 0.17 and r["numbers"][0] == 0 and r["names"][0] >= 3, r'
}

@test "--near finds an agency text under another lede, cut at its end" {
    lede='Shoppers in the north of the county will have to go without their covered market this winter, and nobody can say yet whether all of the stalls will come back.'
    { record a "$report_1\n\n$report_2\n\n$report_3\n\n$report_4\n\n$report_5"
      record b "$lede\n\n$report_2\n\n$report_3"; } >in
    [ "$(dedupe --near in | ids)" = "a" ]
    [ "$(tac in | dedupe --near | ids)" = "b" ]
    { head -n 1 in; record c "$lede $report_2 $report_3"; } >joined
    [ "$(dedupe --near joined | ids)" = "a" ]
}

@test "--near keeps an article around a text of one paragraph, and finds that text with a new lede" {
    { record a "$report_4"
      record b "$report_1\n\n$report_2\n\n$report_4\n\n$report_3\n\n$report_5"
      record c "Harlow, Tuesday - Our correspondent was in the hall.\n\n$report_4"; } >in
    [ "$(dedupe --near in | ids)" = "a b" ]
}

@test "--near: dates in two sites' frames do not hide a copy, other numbers in the same sentences tell two reports apart" {
    frame() {
        printf '%s' "$1 Echo | Town | Sport | Letters\\n\\nBy $2, updated on $3\\n\\n"
    }
    survey() {
        printf '%s' "The survey of $1 counted $2 pairs of lapwings on the $3 fields that it looked at, and $4 nests with eggs.\\n\\nThe volunteers walked for $5 hours and saw $6 hares, which nobody had asked them to count, but which they wrote down for the museum all the same.\\n\\nThe next count of birds on the wet meadows will be in spring, when the water is let out of the ditches."
    }
    { record a "$(frame Harlow 'Ann Pike' '3 May 2019')$report_2\n\n$report_3\n\n$report_4"
      record b "$(frame Denby 'Tom Reed' '17 June 2021')$report_1\n\n$report_2\n\n$report_3"
      record c "$(survey Harlow 41 18 12 30 9)"
      record d "$(survey Denby 63 25 20 44 31)"
      record e "Counted again.\n\n$(survey Harlow 41 18 12 30 9)"; } >in
    [ "$(dedupe --near in | ids)" = "a c d" ]
    dedupe --near --explain=why in >/dev/null
    grep -q '"id":"e".*"numbers":\[5,0\]' why
}

@test "--near keeps a form that is filled in with other names, and finds a copy under another byline" {
    sentenced() {
        record "$1" "$2The case against $3 of $4 was heard before a full house. The defence was led by $5, who asked the court to wait for a second report on the brakes of the lorry and on the state of the road.\\n\\nThe hearing will go on next week, when a witness for $6 is to be asked what was seen from the bridge. Until then $3 must stay in the county, the court said, and may not speak to anyone from the firm."
    }
    { sentenced a '' 'Ann Pike' Harlow 'Tom Reed' 'the Water Board'; sentenced b '' 'Joe Marsh' Denby 'Eve Lund' 'a Mr Cole'
      sentenced c 'By Ida Holm and Max Frost\\n\\n' 'Ann Pike' Harlow 'Tom Reed' 'the Water Board'; } >in
    [ "$(dedupe --near in | ids)" = "a b" ]
}

@test "--near finds a text of one paragraph with another paragraph put in behind it" {
    { record a "$report_4"; record b "$report_4\n\n$report_2"; } >in
    [ "$(dedupe --near in | ids)" = "a" ]
    [ "$(tac in | dedupe --near | ids)" = "b" ]
}

@test "--near finds a text that was cut off within a paragraph" {
    { record a "$report_1 $report_2 $report_3 $report_4\n\n$report_5"; record b "$report_1 $report_2..."; } >in
    [ "$(dedupe --near in | ids)" = "a" ]
}

@test "--near finds a text cut off with paragraphs of the other behind it, if it says that more follows" {
    { record a "$report_1 $report_2\n\n$report_3\n\n$report_4"; record b "$report_1 Some traders... (Continued)"
      record c "$report_1 Some were told by letter"; } >in
    [ "$(dedupe --near in | ids)" = "a c" ]
}

@test "--near finds an edited text of one paragraph in a frame under a long lede of another's" {
    edited=${report_2/moved to the old bus depot/taken to a disused bus station}
    frame='Valley Courier | Town hall | Rugby | Bring and buy | Crossword\n\nKeep a paper alive that sends somebody to every meeting: a year costs less than a pot of tea a week'
    { record a "$frame\n\n$report_2 $report_3 $report_4"; record b "$report_1 $report_5 Nobody spoke against it from the floor. The mayor had warned of it as early as in the spring.\n\n${edited} ${report_3/dark/too dark} $report_4"; } >in
    [ "$(dedupe --near in | ids)" = "a" ]
    [ "$(tac in | dedupe --near | ids)" = "b" ]
}

@test "--near keeps an article that opens with a text of one paragraph, and goes on for longer" {
    { record a "$report_4"; record b "$report_4\n\n$report_1\n\n$report_5"; } >in
    [ "$(dedupe --near in | ids)" = "a b" ]
    [ "$(tac in | dedupe --near | ids)" = "b a" ]
}

@test "--near keeps two fillings of a form in which much is the same by chance" {
    levels() {
        record "$1" "The water at the bridge in $2 stood at $3 centimetres on $4 at noon, the office for rivers said. It had been at 212 centimetres the day before, and the first warning is given at 250.\n\nThe weir upstream of $2 was opened by $5 turns, after it had been opened by 4 on the day before that. Boats of more than 9 metres may not pass until the level has been below 200 for 3 days in a row."
    }
    { levels a Harlow 231 Monday 6; levels b Denby 244 Friday 7; } >in
    [ "$(dedupe --near in | ids)" = "a b" ]
}

@test "--near finds a filled-in form in a frame by its numbers, though its words are common" {
    filled() {
        printf '%s' "The ferry to the island will leave from the lower quay on every weekday, the harbour office said, at hour $1 for $2 minutes with $3 cars and $4 bikes. No ferry will run on the last Sunday of the month, and none in a gale."
    }
    { for i in 0 1 2 3 4 5 6 7; do record "f$i" "$(filled $((i + 4)) $((31 + 7 * i)) $((12 + 5 * i)) $((50 + 3 * i)))"; done
      record g "County Echo | Town | Sport\n\nTides and timetables for all who live on the islands\n\n$(filled 9 66 37 65)\n\nWrite to the desk if a time is wrong, and tell us which quay you stood on"; } >in
    [ "$(dedupe --near in | ids)" = "f0 f1 f2 f3 f4 f5 f6 f7" ]
}

@test "--near finds copies in a script without spaces" {
    text='市政府星期二宣布明年春天将拆除旧水坝因为维修费用超过水坝本身的价值钓鱼爱好者和两个划船俱乐部要求推迟到秋季比赛结束之后'
    { record a "$text"; record b "${text/星期二/星期三}"; } >in
    [ "$(dedupe --near in | ids)" = "a" ]
}

@test "--near=T: a higher T wants more in common" {
    { record a "$story"; record b "${story:0:190}..."; } >in
    [ "$(dedupe --near=0.9 in | ids)" = "a b" ]
    expect 2 '' "dedupe: --near takes a number from 0.05 to 1, not '2'" dedupe --near=2 in
}

@test "--near works on lines" {
    { echo "$story"; echo "${story/Tuesday/Wednesday}"; echo 'Something else.'; } >in
    [ "$(dedupe --near in | wc -l)" = 2 ]
}

@test "--near drops only because of a record that was kept" {
    { record a "$story"; record b "${story/next spring/this coming spring}"; record c "$story"; } >in
    [ "$(dedupe --near --mark in | marks)" = $'a - -\nb a shared\nc a exact' ]
}

@test "--explain says what was found" {
    { record a "$story"; record b "${story/next spring/this coming spring}"; } >in
    dedupe --near --explain=why in >/dev/null
    python3 - why <<'P'
import json, sys
r = json.loads(open(sys.argv[1]).read())
assert r["id"] == "b" and r["dup_of"] == "a" and r["why"] == "shared", r
assert 0.5 < r["similarity"] < 1 and r["numbers"] == [0, 0] and r["names"] == [2, 0], r
P
}

@test "the output does not depend on the read size" {
    for i in 1 2 3 4 5 6; do record "a$i" "$story $i"; record "b$i" "Only number $i."; done >in
    dedupe --near --mark in >whole
    for size in 1 7 100 4096; do BROADSHEET_READ_SIZE=$size dedupe --near --mark in | cmp - whole; done
}

# ---- threads, memory, index ----

articles() { # articles N SEED: N records, every third a changed copy of an earlier one
    python3 - "$1" "$2" <<'P'
import json, random, sys
count, seed = int(sys.argv[1]), int(sys.argv[2])
r = random.Random(seed)
words = ["".join(r.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(r.randrange(2, 9))) for _ in range(3000)]
texts = []
for i in range(count):
    if i % 3 == 2:
        text = list(r.choice(texts))
        text[r.randrange(len(text))] = "changed"
    else:
        text = [r.choice(words) for _ in range(r.randrange(20, 200))]
        texts.append(text)
    print(json.dumps({"id": f"{seed}-{i}", "text": " ".join(text)}))
P
}

@test "-j changes nothing in the output" {
    articles 600 1 >in
    echo '{"bad' >>in
    articles 100 2 >>in
    dedupe --near --mark in >want 2>err || [ $? = 1 ]
    for jobs in 2 3 8; do
        dedupe -j $jobs --near --mark in >out 2>err.$jobs || [ $? = 1 ]
        cmp out want
        cmp err err.$jobs
    done
}

@test "-j with --strict stops at the same record" {
    { articles 300 1; echo '{"bad'; articles 300 2; } >in
    dedupe --strict in >want 2>err || [ $? = 1 ]
    [ "$(wc -l <want)" = 300 ]
    dedupe -j 2 --strict in >out 2>err || [ $? = 1 ]
    cmp out want
}

@test "--memory changes nothing in the output" {
    seq 1 700000 >in
    seq 1 7 700000 >>in
    dedupe in >want
    TMPDIR=$PWD dedupe --memory 16M in | cmp - want
    [ -z "$(find . -name 'dedupe.*')" ]
}

@test "--memory: too little for --near is a usage error" {
    expect 2 '' 'dedupe: --memory with --near takes 128M or more' dedupe --near --memory 100M </dev/null
}

@test "--index: what an earlier run kept is not written again" {
    printf 'a\nb\n' | dedupe --index seen >1
    printf 'b\nc\na\nc\n' | dedupe --index seen >2
    printf 'c\nd\n' | dedupe --index seen >3
    [ "$(cat 1 2 3 | tr '\n' ' ')" = "a b c d " ]
}

@test "exact is told from folded by what a run without --mark put into the index" {
    printf '%s\n' '{"id":1,"text":"The mill burned down."}' | dedupe --index seen >/dev/null
    printf '%s\n' '{"id":2,"text":"The mill burned down."}' '{"id":3,"text":"the MILL burned down."}' >in
    expect 0 '' '' dedupe --index seen in
    expect 0 '{"id":2,"text":"The mill burned down.","dup_of":1,"similarity":1.000,"why":"exact"}
{"id":3,"text":"the MILL burned down.","dup_of":1,"similarity":1.000,"why":"folded"}' '' dedupe --index seen --mark in
}

@test "--index: near copies of earlier runs, named by their ids" {
    { record a "$story"; record x 'Something else happened here.'; } | dedupe --near --index seen >1
    record b "${story/next spring/this coming spring}" | dedupe --near --index seen --mark >2
    [ "$(marks <2)" = "b a shared" ]
    record c "$story" | dedupe --near --index seen --mark >3
    [ "$(marks <3)" = "c a exact" ]
}

@test "--index: many runs give what one run gives" {
    articles 900 3 >in
    dedupe --fold=text in >want
    split -n l/9 in part.
    for part in part.*; do dedupe --fold=text --index seen "$part"; done >got
    cmp got want
    [ "$(find seen -name '*.run' | wc -l)" -lt 6 ]
    [ "$(dedupe --fold=text --index seen in | wc -l)" = 0 ]
}

@test "--index --no-add looks up and leaves the index as it is" {
    printf 'a\n' | dedupe --index seen >/dev/null
    before=$(ls -l seen; cat seen/manifest.json)
    [ "$(printf 'a\nb\nb\n' | dedupe --index seen --no-add)" = b ]
    [ "$(printf 'a\nb\n' | dedupe --index seen --no-add)" = b ]
    [ "$(ls -l seen; cat seen/manifest.json)" = "$before" ]
}

@test "--index keeps to its settings" {
    echo '{"text":"a"}' | dedupe --index seen >/dev/null
    expect 2 '' 'dedupe: seen: this index was made with --key text --fold=none for lines, text for records' \
        dedupe --index seen --near </dev/null
}

@test "a second process that adds gets an error, or waits with --wait" {
    mkfifo in
    dedupe --index seen in >out & first=$!
    exec 9>in
    echo a >&9
    while [ ! -e seen/lock ]; do sleep 0.02; done
    sleep 0.1
    expect 3 '' 'dedupe: seen: is being added to by another process; --wait waits for it' dedupe --index seen </dev/null
    echo a | dedupe --index seen --wait >late 9>&- & second=$!
    sleep 0.1
    exec 9>&-
    wait $first $second
    [ "$(cat out)" = a ]
    [ ! -s late ]
}

@test "nothing is committed when the output cannot be delivered" {
    printf 'a\nb\n' | dedupe --index seen >/dev/full 2>err || [ $? = 3 ]
    [ "$(printf 'a\nb\n' | dedupe --index seen | tr '\n' ' ')" = "a b " ]
    seq 1 200000 | dedupe --index other | head -n 1 >/dev/null
    [ "$(seq 1 200000 | dedupe --index other | wc -l)" = 200000 ]
}

@test "an index that is damaged is an error, not an answer" {
    seq 1 1000 | dedupe --index seen >/dev/null
    run_file=$(find seen -name '*.run')
    printf 'x' | dd of="$run_file" bs=1 seek=40 conv=notrunc 2>/dev/null
    status=0
    seq 1 1000 | dedupe --index seen >out 2>err || status=$?
    [ $status = 3 ]
    [ ! -s out ]
    grep -q 'a run of the index is damaged' err
    echo '{' >seen/manifest.json
    expect 3 '' 'dedupe: seen: has a manifest that is not JSON' dedupe --index seen </dev/null
}

@test "a byte changed among the entries of an index is an error, not an answer" {
    { record a "$story"; record x 'Something else happened here.'; } | dedupe --near --index seen >/dev/null
    run_file=$(find seen -name '*.run')
    cp "$run_file" whole
    for place in 4096 4100 16384 16390; do # digests, keys
        printf '\x55' | dd of="$run_file" bs=1 seek=$place conv=notrunc 2>/dev/null
        expect 3 '' 'dedupe: a run of the index is damaged: Invalid argument' dedupe --near --index seen \
            < <(record b "${story/next spring/this coming spring}"; record a "$story")
        cp whole "$run_file"
    done
    counts=$(find seen -name '*.counts')
    printf '\x55' | dd of="$counts" bs=1 seek=20 conv=notrunc 2>/dev/null
    truncate -s 100 "$counts"
    expect 3 '' 'dedupe: seen: has lost its counts' dedupe --near --index seen </dev/null
}

@test "an index of another format is refused by name" {
    echo a | dedupe --index seen >/dev/null
    sed -i 's/broadsheet-index [0-9]*/broadsheet-index 1/' seen/manifest.json
    expect 3 '' "dedupe: seen: has the format 'broadsheet-index 1'; this version has 'broadsheet-index 4'" \
        dedupe --index seen </dev/null
}

@test "an index takes at most 512 bytes a document, with all that is in it" {
    python3 -c '
import random
r = random.Random(9)
words = ["".join(r.choice("abcdefghijklmnop") for _ in range(r.randrange(2, 9))) for _ in range(20000)]
for i in range(4000):
    text = " ".join(r.choices(words, k=r.choice((40, 120, 400))) + ["in 2019 and 44 of 1000 at Nova Ista"] * 4)
    print("{\"id\":\"%016x\",\"text\":\"%s\"}" % (r.getrandbits(64), text))' >in
    kept=$(dedupe --near --index seen in | wc -l)
    [ "$kept" -gt 3900 ]
    [ "$(cat seen/* | wc -c)" -le $((512 * kept)) ]
}

@test "--wait and --no-add need an index" {
    expect 2 '' 'dedupe: --wait is about an index: --index DIR' dedupe --wait </dev/null
    expect 2 '' 'dedupe: --no-add is about an index: --index DIR' dedupe --no-add </dev/null
}

@test "lines go out before the input blocks" {
    mkfifo in
    dedupe in >out & reader=$!
    exec 9>in
    printf 'a\nb\na\n' >&9
    for _ in $(seq 100); do [ -s out ] && break; sleep 0.02; done
    [ "$(tr '\n' ' ' <out)" = "a b " ]
    exec 9>&-
    wait $reader
}

# ---- the sides of an engine's shuffle ----

@test "--map, --pairs and --resolve together give what one run gives" {
    { articles 300 5; record a "$story"; record b "${story/next spring/this coming spring}"; record c "$story"
      echo '{"no":"text"}'; record d ''; record e ''; } >in
    dedupe --near --common-build in >common
    dedupe --near --common common --mark in >want
    split -n l/3 in part.
    first=1
    for part in part.*; do
        dedupe --map=$first --near --common common "$part"
        first=$((first + $(wc -l <"$part")))
    done | LC_ALL=C sort | dedupe --pairs --near --common common | LC_ALL=C sort -u | sort -s -n -k1,1 >pairs
    dedupe --resolve pairs --mark in | cmp - want
    dedupe --near --common common in >kept
    dedupe --resolve pairs in | cmp - kept
    [ "$(grep -c dup_of want)" -gt 80 ]
}

@test "--map without --near: equal texts only" {
    { record a 'One two.'; record b 'one  two.'; record c 'Three.'; record d 'One two.'; } >in
    dedupe --map in | LC_ALL=C sort >mapped
    [ "$(wc -l <mapped)" = 4 ]
    echo -n >none
    dedupe --pairs --near --common none mapped | sort -s -n -k1,1 >pairs
    [ "$(cat pairs)" = $'2\t1\t1\tfolded\n4\t1\t1\texact' ]
    dedupe --resolve pairs --mark in | cmp - <(dedupe --mark in)
}

@test "--common-build lists what stands in more than two kept texts" {
    articles 6 9 | sed 's/"}$/ All rights reserved by the Daily Herald of Harlow and its owners."}/' >in
    dedupe --near --common-build in >common
    [ -s common ]
    [ "$(grep -cvE $'^[0-9a-f]{8}\t[34]$' common)" = 0 ]
    [ "$(dedupe --near --common common in | wc -l)" = 4 ]
}

@test "the sides: bad input and usage errors" {
    echo x >bad
    expect 1 '' 'dedupe: bad:1: not a line of --map' dedupe --pairs --near --common /dev/null bad
    expect 2 '' 'dedupe: bad:1: not an entry of --common-build' dedupe --near --common bad </dev/null
    expect 3 '' 'dedupe: bad: not the pairs of --pairs, sorted by the first number' dedupe --resolve bad < <(echo a)
    expect 2 '' 'dedupe: --map, --pairs, --resolve and --common-build exclude each other' \
        dedupe --map --pairs --near --common bad </dev/null
    expect 2 '' 'dedupe: --map --near wants a table of common shingles: --common FILE' dedupe --map --near </dev/null
    expect 2 '' 'dedupe: --common, --common-build and --pairs are about --near' dedupe --common bad </dev/null
    expect 2 '' 'dedupe: --index and --memory are for a run that decides by itself' dedupe --map --index i </dev/null
    expect 2 '' 'dedupe: --mark, --only-dups and --clusters are for a run that writes records' dedupe --map --mark </dev/null
}

@test "--clusters reports which records repeat which, survivors in order" {
    { record a "$story"; record b 'Other.'; record c 'other.'; record d "${story/next spring/this coming spring}"
      record e "$story"; record f 'Third.'; } >in
    dedupe --near --clusters report in >out
    [ "$(ids <out)" = "a b f" ]
    sed 's/0\.[0-9]*/0.N/' report >got
    printf '%s\n' '{"id":"a","size":3,"repeats":[{"id":"d","similarity":0.N,"why":"shared"},{"id":"e","similarity":1.000,"why":"exact"}]}' \
        '{"id":"b","size":2,"repeats":[{"id":"c","similarity":1.000,"why":"folded"}]}' | diff - got
    expect 2 '' 'dedupe: --clusters names records; <stdin> is lines' dedupe --clusters report < <(echo a)
    status=0
    dedupe --clusters missing/report in >out 2>err || status=$?
    [ $status = 3 ]
    [ "$(cat err)" = 'dedupe: missing/report: No such file or directory' ]
}

# ---- paragraphs ----

@test "--clusters: --memory changes nothing in the report" {
    python3 -c '
import random
r = random.Random(4)
for i in range(60000):
    print("{\"id\":\"a rather long name for record %d\",\"text\":\"text %d\"}" % (i, r.randrange(9000)))' >in
    dedupe --clusters want in >kept
    [ "$(wc -l <want)" -gt 8000 ]
    mkdir files
    TMPDIR=files dedupe --memory 16M --clusters got in | cmp - kept
    cmp got want
    [ -z "$(ls files)" ]
}

@test "--unit=paragraph takes out paragraphs that stood in an earlier record, or earlier in the same" {
    { record a 'The mill on the river burned down on Monday night.\n\nSubscribe to our newsletter for more news every day.'
      record b 'A new bridge for the town was opened by the mayor.\n\nSubscribe to our newsletter for more news every day.\n\nIt cost two million and took three years to build.'
      record c 'subscribe to our newsletter for more news every day!'
      record d 'SUBSCRIBE to our newsletter for more news every day.'; } >in
    expect 0 '{"id":"a","text":"The mill on the river burned down on Monday night.\n\nSubscribe to our newsletter for more news every day."}
{"id":"b","text":"A new bridge for the town was opened by the mayor.\n\nIt cost two million and took three years to build."}
{"id":"c","text":"subscribe to our newsletter for more news every day!"}' '' dedupe --unit=paragraph in
}

@test "--unit=paragraph --mark names the places, in code points" {
    { record a 'The caf\u00e9 on the river burned down on Monday night.'
      record b '\u00c9t\u00e9 was warm.\n\nThe caf\u00e9 on the river burned down on Monday night.\n\nEnd.'; } >in
    dedupe --unit=paragraph --mark in >out
    expect 0 '{"start":15,"end":65,"dup_of":"a","similarity":1.000,"why":"exact"}' '' sed -n 's/.*"dups":\[\(.*\)\]}$/\1/p' out
    [ "$(head -n 1 out)" = "$(head -n 1 in)" ]
    dedupe --unit=paragraph --mark out | cmp - out
}

@test "--unit=paragraph: short paragraphs repeat only inside their record" {
    { record a 'Read more.\n\nOne thing.\n\nRead more.'; record b 'Read more.\n\nOther thing.'; } >in
    expect 0 '{"id":"a","text":"Read more.\n\nOne thing."}
{"id":"b","text":"Read more.\n\nOther thing."}' '' dedupe --unit=paragraph in
    [ "$(dedupe --unit=paragraph --short in | tail -n 1)" = '{"id":"b","text":"Other thing."}' ]
}

@test "--unit=paragraph --near: nearly the same paragraphs" {
    { record a "$story"; record b "Before it.\\n\\n${story/next spring/this coming spring}\\n\\nBehind it."; } >in
    [ "$(dedupe --unit=paragraph --near in | tail -n 1)" = '{"id":"b","text":"Before it.\n\nBehind it."}' ]
}

@test "--unit=paragraph: nothing is taken out of a record with places" {
    printf '%s\n' '{"text":"One two.","blocks":[{"start":0,"end":8,"kind":"body"}]}' '{"text":"Three."}' >in
    expect 1 '{"text":"Three."}' 'dedupe: in:1: blocks has places in the text, so no paragraph is taken out; --mark names them' \
        dedupe --unit=paragraph in
    dedupe --unit=paragraph --mark in | cmp - in
}

@test "--unit=paragraph: usage errors" {
    expect 2 '' 'dedupe: --unit=paragraph is about records; <stdin> is lines, each a text' dedupe --unit=paragraph < <(echo a)
    expect 2 '' 'dedupe: --unit=paragraph goes with --fold, --near, --mark, --index and --memory only' \
        dedupe --unit=paragraph --by url </dev/null
}

@test "--boilerplate reports paragraphs that stand in ten records, apart from what repeats less" {
    for i in $(seq 12); do
        footer='All rights reserved. Nothing on this site may be printed again without asking the publisher.'
        [ $i -le 9 ] && footer="$footer\\n\\nThe nine first ones have another line that stands below the others."
        record "$i" "Number $i stands alone.\\n\\n$footer\\n\\n$footer"
    done >in
    dedupe --unit=paragraph --boilerplate report in >out
    expect 0 '{"records":12,"text":"All rights reserved. Nothing on this site may be printed again without asking the publisher."}' '' cat report
    expect 2 '' 'dedupe: --boilerplate wants --unit=paragraph, and neither --index nor --memory' \
        dedupe --boilerplate report in
}

# ---- the rooms ----

@test "the sorted table holds what was added, in order, in at most 24 bytes an entry" {
    "$UNIT/dedupe_table"
}

@test "blocks of entries survive packing" {
    "$UNIT/dedupe_block"
}

@test "folding and words are the same with vector instructions and without" {
    "$UNIT/dedupe_twin"
}

@test "sketches survive packing; the pair test does not care which text comes first" {
    "$UNIT/dedupe_pair"
}
