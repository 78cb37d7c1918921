# clean: pages to records.
load helper

# member NAME [FILE]: the raw JSON value of a member of the only record.
member() {
    python3 -c 'import json, sys
record = json.loads(sys.stdin.read().splitlines()[-1])
print(record[sys.argv[1]] if sys.argv[1] in record else "(absent)")' "$1"
}

# fields FILE...: title, byline, date, site and lang of each page, a line each.
fields() {
    clean -q "$@" | tocsv --tsv -f title,byline,date,site,lang | tail -n +2
}

# page TITLE BODY: a small page with an article long enough to be one.
page() {
    printf '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s</title></head><body><article><h1>%s</h1>%s' "$1" "$1" "$2"
    printf '<p>The ministers of both countries met on Tuesday and signed an agreement on trade, officials said after the talks in the capital.</p>'
    printf '<p>Parliament will vote on the agreement next month, and the opposition has already said that it will ask for changes.</p></article></body></html>\n'
}

@test "an HTML page is a record: id, source, fields, text, blocks" {
    page 'A Trade Deal at Last' '' >in.html
    clean in.html >out
    [ "$(wc -l <out)" = 1 ]
    [ "$(member title <out)" = 'A Trade Deal at Last' ]
    [ "$(member source <out)" = in.html ]
    [ "$(member lang <out)" = en ]
    member id <out | grep -Eqx '[0-9a-f]{32}'
    clean --to=text in.html >text
    diff - text <<'EOF'
The ministers of both countries met on Tuesday and signed an agreement on trade, officials said after the talks in the capital.

Parliament will vote on the agreement next month, and the opposition has already said that it will ask for changes.
EOF
}

@test "blocks are places in text, in code points" {
    clean "$(fixture pages/vi_chuyentham.html)" "$(fixture pages/ru_voda.html)" | python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    parts = [r["text"][b["start"]:b["end"]] for b in r["blocks"]]
    assert "\n\n".join(parts) == r["text"], parts
    assert {b["kind"] for b in r["blocks"]} <= {"body", "heading"}'
}

@test "pages in ten languages and nine encodings: fields" {
    fields "$FIXTURES"/pages/*_*.html >out
    diff - out <<'EOF'
وزير الخارجية الأردني يزور بغداد	سامر الخطيب	2022-03-12	صحيفة الضفة	ar
Bundestag beschließt Gesetz über Fernwärme	Jürgen Öhlmann	2023-11-17	Elbkurier	de
Los maestros suspenden la huelga tras reunirse con el ministro	Lucía Ibarrondo	2022-10-03	El Faro de la Costa	es
Le Sénégal et la Mauritanie signent un accord sur la pêche	Aïssatou Delaunay	2024-02-06	Le Courrier du Fleuve	fr
参院、新しい漁業法を可決		2018-12-08	みなと新聞	ja
한국과 몽골, 광물 협력 협정 서명	김하늘	2023-02-15	한강신문	ko
Казахстан и Узбекистан договорились о воде	Марат Сейтенов	2021-05-14	Степной вестник	ru
Chủ tịch Quốc hội Lào thăm Đà Nẵng	Minh Thảo	2024-09-04	Báo Sông Hàn	vi
两国外长在日内瓦举行会谈	李思远	2020-09-08	江畔日报	zh
EOF
}

@test "English pages in three shapes: fields" {
    fields "$FIXTURES"/pages/{dump.txt,wire.html,wordpress.html} >out
    diff - out <<'EOF'
Minister's trip to Hanoi opens door to trade deal	Anders Feldmann	2023-09-12		en
Russia vetoes UN resolution on sanctions monitors	Daniel Okafor and Ines Valdivia	2024-03-28	Northline	en
Kenya and Ethiopia Sign Accord on Shared River After Two Days of Talks	Miriam Achterberg	2024-05-14	The Harbour Post	en
EOF
}

@test "the title above a line that sums it up, the name alone above the date" {
    paragraph="The old pier was opened again on Tuesday after three years of repairs, and hundreds of people came to see the first boat leave."
    printf 'Home\nNews\n\nOld pier opens again after three years\nHundreds came to see the first boat leave the pier\nBy Ada Bell\n4 May 2021\n\n%s\n\n%s\n' "$paragraph" "The council paid for the repairs." >summed.txt
    printf 'Old pier opens again | The Quay\nHome\nNews\nOld pier opens again\nAda Bell\nMay 4, 2021\n\n%s\n' "$paragraph" >alone.txt
    printf 'Old pier opens again | The Quay\nAda BellUpdated May 4, 2021\n\n%s\n' "$paragraph" >glued.txt
    printf 'Old pier opens again\nQuays And Harbours\n\n%s\n' "$paragraph" >unsigned.txt
    printf 'Opinion\nColumnists\n\nStop calling it a pier\nAda Bell\nThree boats a week and no bridge make it something else, and we should say so\nTue 4 May 2021\n\n%s A pier has boats.\n' "$paragraph" >column.txt
    printf '   GREAT HOLM (AP) - %s\nwhile the band of the harbour played on the quay for all of them until the\nevening and the first lights came on in the town behind the long old pier.\n' "$paragraph" >wire.txt
    printf '<h1>Old pier opens again</h1><div>Ada Bell</div><div>May 4, 2021</div><p>%s</p>' "$paragraph" >alone.html
    fields summed.txt alone.txt glued.txt unsigned.txt column.txt wire.txt alone.html >out
    diff - out <<'EOF'
Old pier opens again after three years	Ada Bell	2021-05-04		en
Old pier opens again	Ada Bell	2021-05-04		en
Old pier opens again	Ada Bell	2021-05-04		en
Old pier opens again				en
Stop calling it a pier	Ada Bell	2021-05-04		en
				en
Old pier opens again	Ada Bell	2021-05-04		en
EOF
}

@test "plain text: the weekday or the town before a date is nobody's name" {
    paragraph="The old pier was opened again on Tuesday after three years of repairs, and hundreds of people came to see the first boat leave."
    for line in 'Sonntag, 12. März 2023' 'Berlin, 12. März 2023' 'Niedziela, 12 marca 2023' 'Воскресенье, 12 марта 2023' \
        'الأحد 12 مارس 2023' 'יום ראשון 12 במרץ 2023' 'Minggu, 12 Maret 2023' 'Vasárnap, 2023. március 12.'; do
        printf 'Old pier opens again after repairs\n%s\n\n%s\n' "$line" "$paragraph" >day.txt
        fields day.txt
    done >out
    [ "$(cut -f 2,3 out | sort -u)" = "$(printf '\t2023-03-12')" ]
}

@test "a page that states nothing gets nothing: no title from the site's name, no date from the body" {
    printf '<p>The talks of March 3, 2021 failed, and the delegates left the city without a word to those who waited outside.</p>' >in.html
    clean in.html >out
    [ "$(member title <out)" = '(absent)' ]
    [ "$(member byline <out)" = '(absent)' ]
    [ "$(member date <out)" = '(absent)' ]
}

@test "a page without an article is a record with empty text, and a warning" {
    printf '<html><body></body></html>' >in.html
    clean in.html >out 2>err
    [ "$(member text <out)" = '' ]
    [ "$(cat err)" = 'clean: in.html:1: a page without an article' ]
    clean -q in.html >out 2>err
    [ ! -s err ]
}

@test "a page inside a record: other members stay byte for byte, its own fields win, its id is kept" {
    page 'A Trade Deal at Last' '<p class="byline">By Ann Other</p>' >in.html
    python3 -c 'import json; print("{\"n\":1.0,\"id\":12345678901234567890,\"byline\":\"Somebody Else\",\"title\":\"\",\"x\":\"\\u00e9\",\"text\":%s}" % json.dumps(open("in.html").read()))' >in.jsonl
    clean in.jsonl >out
    grep -q '^{"n":1.0,"id":12345678901234567890,"byline":"Somebody Else","title":"A Trade Deal at Last","x":"\\u00e9","text":"The ministers' out
}

@test "-k takes the page from another member and leaves it there" {
    python3 -c 'import json; print(json.dumps({"html": "<p>" + "The ministers met on Tuesday and signed an agreement on trade after long talks. " * 3 + "</p>", "n": 1}))' >in.jsonl
    clean -k html in.jsonl >out
    [ "$(member html <out | cut -c1-3)" = '<p>' ]
    [ "$(member text <out | cut -c1-13)" = 'The ministers' ]
}

@test "a record without text passes untouched" {
    expect 0 '{"a": 1,  "b":[ ]}' "clean: no record of 1 has a string member 'text': -k NAME takes another" sh -c "echo '{\"a\": 1,  \"b\":[ ]}' | clean"
}

@test "lines that are no records are rejected with their place, the rest goes on" {
    printf '%s\n' '{"text":"x"' '{"a":1}' >in.jsonl
    expect 1 '{"a":1}' "clean: in.jsonl:1: not JSON at character 12: the line ends in the middle of a value" clean -q in.jsonl
}

@test "the content's hash is the id: the same on every run, another for another page" {
    page One '' >one.html
    page Two '' >two.html
    [ "$(clean one.html | member id)" = "$(clean <one.html | member id)" ]
    [ "$(clean one.html | member id)" != "$(clean two.html | member id)" ]
}

@test "the output does not depend on how the input is read" {
    for size in 1 7 4096; do
        BROADSHEET_READ_SIZE=$size clean "$FIXTURES"/pages/* >"out.$size"
    done
    cmp out.1 out.7
    cmp out.1 out.4096
}

@test "WARC: responses of HTML are pages; chunks and gzip; source and crawl date" {
    python3 - <<'EOF'
import gzip
page = open("in.html", "wb")
body = b"<html><head><title>A Trade Deal at Last</title></head><body><h1>A Trade Deal at Last</h1><p>" + b"The ministers met on Tuesday and signed an agreement on trade after long talks. " * 3 + b"</p></body></html>"
def chunked(b): return b"".join(b"%x\r\n%s\r\n" % (len(b[i:i+50]), b[i:i+50]) for i in range(0, len(b), 50)) + b"0\r\n\r\n"
def record(kind, uri, content):
    return b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-05-15T01:02:03Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (kind, uri, len(content), content)
http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
with open("in.warc", "wb") as f:
    f.write(record(b"warcinfo", b"", b"software: test\r\n"))
    f.write(record(b"request", b"http://a.example/1", b"GET / HTTP/1.1\r\n\r\n"))
    f.write(record(b"response", b"http://a.example/1", http + b"\r\n" + body))
    f.write(record(b"response", b"<http://a.example/2>", http + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(body)))
    f.write(record(b"response", b"http://a.example/3", http + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(gzip.compress(body))))
    f.write(record(b"response", b"http://a.example/4", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG"))
    f.write(record(b"conversion", b"http://a.example/5", b"A Trade Deal at Last\n\n" + b"The ministers met on Tuesday and signed an agreement on trade after long talks. " * 3 + b"\n"))
EOF
    clean in.warc | tocsv --tsv -f source,crawled,title,site >out
    diff - out <<'EOF'
source	crawled	title	site
http://a.example/1	2024-05-15T01:02:03Z	A Trade Deal at Last	a.example
http://a.example/2	2024-05-15T01:02:03Z	A Trade Deal at Last	a.example
http://a.example/3	2024-05-15T01:02:03Z	A Trade Deal at Last	a.example
http://a.example/5	2024-05-15T01:02:03Z	A Trade Deal at Last	a.example
EOF
    [ "$(clean --to=text in.warc | grep -c .)" = 4 ]
}

@test "damaged WARC records are reported and read as far as they go; what is no page is passed over" {
    python3 - <<'EOF'
import gzip
body = b"<html><body><h1>A Trade Deal at Last</h1><p>" + b"The ministers met on Tuesday and signed an agreement on trade after long talks. " * 30 + b"</p></body></html>"
def record(kind, uri, content, length=None):
    return b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-05-15T01:02:03Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (kind, uri, length or len(content), content)
http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
with open("in.warc", "wb") as f:
    f.write(record(b"response", b"http://a.example/cut-chunk", http + b"Transfer-Encoding: chunked\r\n\r\nfff\r\n" + body))
    f.write(record(b"response", b"http://a.example/bad-chunk", http + b"Transfer-Encoding: chunked\r\n\r\n40\r\n" + body))
    f.write(record(b"response", b"http://a.example/cut-gzip", http + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(body)[:-40]))
    f.write(record(b"response", b"http://a.example/not-gzip", http + b"Content-Encoding: gzip\r\n\r\n" + body))
    f.write(record(b"response", b"http://a.example/brotli", http + b"Content-Encoding: br\r\n\r\nxx"))
    f.write(record(b"response", b"http://a.example/moved", http.replace(b"200 OK", b"302 Found") + b"\r\n" + body))
    f.write(record(b"response", b"http://a.example/length", http + b"\r\n" + body, 20))
    f.write(record(b"response", b"http://a.example/\xff", http + b"\r\n" + body))
    f.write(record(b"response", b"http://a.example/end", http + b"\r\n" + body)[:-500])
EOF
    status=0
    clean in.warc >out 2>err || status=$?
    [ "$status" = 1 ]
    sed 's/warc:[0-9]*/warc:N/' err >messages
    diff - messages <<'EOF'
clean: in.warc:N: the last chunk of the body is cut short
clean: in.warc:N: the chunks of the body are damaged
clean: in.warc:N: the compressed body is damaged or cut short
clean: in.warc:N: the body is compressed in a way that is not read (br, zstd)
clean: in.warc:N: a WARC record does not end where its Content-Length says
clean: in.warc:N: a WARC record is cut short
EOF
    [ "$(tocsv -f title out | sort | uniq -c | tr -s ' ')" = "$(printf ' 7 A Trade Deal at Last\n 1 title')" ]
    tocsv -f source out | sed 's,.*/,,' | tr '\n' ' ' >sources
    [ "$(cat sources)" = 'source cut-chunk bad-chunk cut-gzip not-gzip length "" end ' ]
}

@test "WARC records that hold no page are counted; a response that is no HTTP is reported, a file without pages told of" {
    python3 - <<'EOF'
body = b"<html><body><h1>A Trade Deal at Last</h1><p>" + b"The ministers met on Tuesday and signed an agreement on trade after long talks. " * 30 + b"</p></body></html>"
def record(kind, type, content):
    return b"WARC/1.0\r\nWARC-Type: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (kind, type, len(content), content)
none = record(b"warcinfo", b"application/warc-fields", b"software: a crawler\r\n")
none += record(b"request", b"application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n")
none += record(b"response", b"text/dns", b"20240515010203\r\nexample.org. 300 IN A 192.0.2.1\r\n")
none += record(b"response", b"application/http; msgtype=response", b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n" + body)
open("none.warc", "wb").write(none)
with open("in.warc", "wb") as f:
    f.write(none)
    f.write(record(b"response", b"application/http", b"\x16\x03\x01 no head, and no markup"))
    f.write(record(b"response", b"application/http", body))
    f.write(record(b"response", b"text/html", body))
    f.write(record(b"response", b"application/http", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n" + body))
EOF
    clean --stats=json --tolerate=1 in.warc >out 2>err
    sed '/^{/d' err | diff - <(echo 'clean: in.warc:37: a response without the head of HTTP')
    grep -q '"pages":3,.*"passed_over":5' err
    [ "$(tocsv -f title out | uniq -c | tr -s ' ')" = $' 1 title\n 3 A Trade Deal at Last' ]
    expect 0 '' 'clean: no page in 4 WARC records: none is HTML or text that came with a success' clean none.warc
}

@test "no date of a page is later than its crawl" {
    printf '{"text":"<h1>Talks in the spring will go on</h1><p>March 3, 2031</p><p>%s</p>","crawled":"2024-05-15T01:02:03Z"}\n' \
        "The ministers met on Tuesday and signed an agreement on trade after long talks in the capital of the country." >in.jsonl
    [ "$(clean in.jsonl | member date)" = '(absent)' ]
    sed 's/"crawled":"2024/"crawled":"2032/' in.jsonl >later.jsonl
    [ "$(clean later.jsonl | member date)" = 2031-03-03 ]
}

@test "a day of publication under any meta name goes before the moment; one among comments is not the page's" {
    local body='The ministers met on Tuesday and signed an agreement on trade after long talks in the old town hall.'
    printf '<html lang="en"><meta name="x-published-time" content="2024-05-09T10:00:00Z"><meta name="x-published-date" content="2024-03-28"><meta name="x-publisher" content="2020-01-01"><h1>Talks on trade go on</h1><p>%s</p></html>' "$body" >in.html
    [ "$(clean in.html | member date)" = 2024-03-28 ]
    printf '<html lang="en"><h1>Talks on trade go on</h1><p>%s</p><div class="comments"><p><time itemprop="datePublished" datetime="2023-07-11">July 11</time> Good news.</p></div></html>' "$body" >in.html
    [ "$(clean in.html | member date)" = '(absent)' ]
}

@test "day and month: the page's other dates, its language and its address tell" {
    body="The ministers met on Tuesday and signed an agreement on trade after long talks in the capital of the country."
    for case in 'en-US|2024-03-04' 'en-GB|2024-04-03' 'fr|2024-04-03'; do
        printf '<html lang="%s"><h1>Talks on trade go on</h1><p class="date">03/04/2024</p><p>%s</p></html>' "${case%|*}" "$body" >in.html
        [ "$(clean in.html | member date)" = "${case#*|}" ]
    done
    printf '<html lang="en-US"><h1>Talks on trade go on</h1><p class="date">03/04/2024</p><p>%s</p><p>Next: 25/04/2024</p></html>' "$body" >in.html
    [ "$(clean in.html | member date)" = 2024-04-03 ]
}

@test "what scrapers broke is mended, and --explain shows it" {
    printf 'A Title of Five Words\n\nThe Workers\\'"'"' Party said &amp;quot;no&amp;quot; to the offer of the ministers &amp; left the talks in the capital early.\n' >in.txt
    clean --explain=why in.txt | member text >out
    diff - out <<'EOF'
The Workers' Party said "no" to the offer of the ministers & left the talks in the capital early.
EOF
    grep -q '"mended":"backslash, reference"' why
}

@test "text that was made UTF-8 twice is taken back, on a page that shows it" {
    printf '<h1>The baker\xc3\xa2\xc2\x80\xc2\x99s new caf\xc3\x83\xc2\xa9 opens</h1><p>The baker\xc3\xa2\xe2\x82\xac\xe2\x84\xa2s caf\xc3\x83\xc2\xa9 opened on Tuesday, and the whole town was there to see it and to eat.</p>' >in.html
    clean --explain=why in.html >out
    [ "$(member text <out)" = "The baker’s café opened on Tuesday, and the whole town was there to see it and to eat." ]
    [ "$(member title <out)" = "The baker’s new café opens" ]
    grep -q '"mended":"encoding"' why
    sed 's/\xc3\xa2\xe2\x82\xac\xe2\x84\xa2//; s/\xc3\xa2\xc2\x80\xc2\x99//' in.html >once.html
    clean once.html | member text | grep -q 'cafÃ©'
}

@test "--explain gives every field its rule and every line its label, score and rule" {
    clean --explain=why "$(fixture pages/wire.html)" >out
    python3 - <<'EOF'
import json
rows = [json.loads(line) for line in open("why")]
fields = {r["field"]: r for r in rows if "field" in r}
assert set(fields) == {"title", "byline", "date", "site", "lang"}
assert fields["date"]["rule"] == "json-ld" and fields["date"]["value"] == "2024-03-28"
lines = [r for r in rows if "line" in r]
assert len(lines) > 20
for r in lines:
    assert r["label"] and r["rule"] and 0 <= r["score"] <= 1 and r["text"] and r["line"] > 0, r
EOF
}

@test "--rules keeps and drops lines that begin with a phrase, or are it" {
    page 'A Trade Deal at Last' '<p>Our correspondents stood in the rain for most of the long day and saw the cars of both ministers leave.</p>' >in.html
    printf '# mine\ndrop\tour CORRESPONDENTS stood\n' >rules
    clean --to=text --rules=rules in.html | lacks correspondents
    printf 'drop-line\tOur correspondents\n' >rules
    clean --to=text --rules=rules in.html | grep -q correspondents
    printf 'dorp\tx\n' >rules
    expect 2 '' 'clean: rules:1: a rule begins with keep, drop, keep-line or drop-line' clean --rules=rules in.html
    expect 2 '' 'clean: norules: No such file or directory' clean --rules=norules in.html
}

@test "--favor, --comments, --tables, --links are taken" {
    clean --favor=precision --to=text "$(fixture pages/wordpress.html)" >precise
    clean --favor=recall --to=text "$(fixture pages/wordpress.html)" >more
    [ "$(wc -c <precise)" -le "$(wc -c <more)" ]
    clean --comments --to=text "$(fixture pages/wordpress.html)" >comments
    grep -q 'measuring stations\.' comments
    clean --tables=drop --links --to=text "$(fixture pages/wordpress.html)" >/dev/null
    clean --tables "$(fixture pages/wordpress.html)" >/dev/null
}

@test "the tokenizer: tests in html5lib's form" {
    "$UNIT/clean_tokenizer" "$(fixture clean/tokenizer.test)"
}

@test "HTML to blocks and elements; plain text to lines" {
    "$UNIT/clean_html"
}

@test "plain text of more lines than are judged together: the article is found in either part" {
    python3 - "$(fixture pages/dump.txt)" <<'EOF'
import json, subprocess, sys

article = open(sys.argv[1], encoding="utf-8").read().rstrip("\n") + "\n"
lines = sum(1 for line in article.split("\n") if line.strip())

def text_of(page):
    run = subprocess.run(["clean"], input=page.encode(), capture_output=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)["text"]

whole = text_of(article)
paragraph = max(whole.split("\n\n"), key=len)
for total in (32768, 32769, 70000):
    filler = "".join(f"row {n}\n" for n in range(total - lines))
    assert paragraph in text_of(article + filler), total
    assert paragraph in text_of(filler + article), total
EOF
}

@test "what takes many bytes at once gives what taking one after the other does" {
    "$UNIT/clean_wide"
}

@test "dates, languages, encodings" {
    "$UNIT/clean_dates"
}

@test "hostile pages are read in no time" {
    python3 - <<'EOF'
def put(name, text): open(name, "w").write(text)
put("1.html", "<b><i><a href=x><font>" * 2000 + "x")
put("2.html", "<div>" * 100000 + "x" + "</div>" * 100000)
put("3.html", "</>" * 1000000)
put("4.html", "<script><!--" + "<" * 1000000)
put("5.html", "<p>" + "&" * 1000000 + "&#" * 100000)
put("6.html", "<a " + "x=1 " * 500000 + ">t")
put("7.html", "<p>x<table><td>" * 50000)
put("8.html", "<x-y>" * 100000 + "z")
put("9.html", "<!--" * 300000)
put("10.html", "<title>" + "</titl" * 300000)
put("11.html", "<svg>" + "<![CDATA[" * 200000)
put("12.html", "<b>" * 20 + "<div>" * 300 + "y</div></b>" * 40000)
put("13.html", "<span class='author date title'>" * 10000 + "x</span>" * 10000)
put("14.html", "<pre>" + " \n" * 500000 + "</pre>")
put("15.html", "<script type='application/ld+json'>{\"headline\":" + "[" * 500000 + "</script>x")
put("16.txt", "by " * 300000)
EOF
    timeout 60 clean -q *.html *.txt >out
    [ "$(wc -l <out)" = 16 ]
}

@test "odd input: empty, blank, NUL bytes, UTF-16, a byte order mark, no such file, a directory" {
    : >empty
    expect 0 '{"id":"99aa06d3014798d86001c324468d497f","source":"empty","text":"","blocks":[],"captions":[]}' \
        'clean: empty:1: a page without an article' clean empty
    printf 'a\0b\0<p>\0x' >nul.html
    [ "$(clean -q nul.html | member text | tr -d '\n')" = 'ab<p>x' ]
    body='<html lang=en><h1>Talks on trade go on</h1><p>The ministers met on Tuesday and signed an agreement on trade after long talks, zażółć.</p>'
    printf '%s' "$body" | iconv -t UTF-16 >mark.html
    printf '%s' "$body" | iconv -t UTF-16BE >wide.html
    printf '\357\273\277%s' "$body" >bom.html
    for file in mark wide bom; do
        [ "$(clean $file.html | member title)" = 'Talks on trade go on' ]
        clean --to=text $file.html | grep -q zażółć
    done
    expect 3 '' 'clean: none.html: No such file or directory
clean: .: Is a directory: find FILE -type f -print0 | clean --files0-from=-' clean none.html .
}

@test "a feed or a sitemap is no page: it is rejected and the next one read" {
    item='<item><title>Harbour opens</title><description>The harbour of Norvik opened on Monday.</description></item>'
    printf '<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="2.0"><channel>%s</channel></rss>\n' "$item" >a.xml
    printf '<feed xmlns="http://www.w3.org/2005/Atom"><title>Norvik</title></feed>\n' >b.xml
    printf '<?xml version="1.0"?><urlset><url><loc>https://norvik.example/</loc></url></urlset>\n' >c.xml
    printf '<?xml version="1.0"?><!DOCTYPE html><html><body><p>The harbour of Norvik opened on Monday.</p></body></html>' >d.html
    expect 1 'The harbour of Norvik opened on Monday.' 'clean: a.xml:1: is a feed or a sitemap: it names pages and is none (--from=html reads it as one)
clean: b.xml:1: is a feed or a sitemap: it names pages and is none (--from=html reads it as one)
clean: c.xml:1: is a feed or a sitemap: it names pages and is none (--from=html reads it as one)' clean --to=text a.xml b.xml c.xml d.html
    clean --from=html a.xml | grep -q 'harbour of Norvik'
}

@test "among several files one that is compressed, or JSON of another form, is rejected alone" {
    page='<!DOCTYPE html><h1>Rain</h1><p>The valley had rain for a week, said the mayor of Halden on Monday.</p>'
    printf '%s\n' "$page" >page.html
    gzip -k page.html
    printf '[{"text":"a"}]\n' >array.json
    printf '{\n "text": "a"\n}\n' >spread.json
    expect 1 "$(clean --to=text page.html)" "clean: array.json: is a JSON array, not JSON Lines: jq -c '.[]' FILE | clean
clean: page.html.gz: is compressed with gzip: zcat FILE | clean
clean: spread.json: is JSON spread over several lines, not JSON Lines: jq -c . FILE | clean" \
        clean --to=text --reject=bad array.json page.html.gz spread.json page.html
    cmp bad <(cat array.json page.html.gz spread.json)
    expect 2 '' 'clean: page.html.gz: is compressed with gzip: zcat FILE | clean' clean page.html.gz
}

# pages N: page1.html to pageN.html and a record for each, some in another encoding, empty or no page.
pages() {
    python3 - "$1" <<'P'
import json, random, sys
r = random.Random(5)
words = "council vote river market bridge school harbour train budget winter".split()
with open("pages.jsonl", "wb") as records:
    for i in range(1, int(sys.argv[1]) + 1):
        story = "".join("<p>" + " ".join(r.choice(words) for _ in range(30)).capitalize() + ".</p>\n"
                        for _ in range(r.randrange(0, 9)))
        page = (f"<html><head><title>Caf\u00e9 {i}</title></head><body><div class=menu><a href=/>Home</a></div>"
                f"<article><h1>Caf\u00e9 {i}</h1>{story}</article></body></html>\n")
        open(f"page{i}.html", "w", encoding="latin-1" if i % 5 == 0 else "utf-8").write(page)
        record = {"url": f"http://news.example/{i}", "text": page if i % 7 else 7}
        records.write(b'{"bad\n' if i % 11 == 0 else json.dumps(record).encode() + b"\n")
P
}

@test "-j changes nothing in the output" {
    pages 150
    for input in page*.html pages.jsonl; do echo "$input"; done >names
    tr '\n' '\0' <names >names0
    clean --files0-from=names0 --explain=why --reject=bad >want 2>err || [ $? = 1 ]
    grep -q '"text":"[A-Z]' want
    for jobs in 2 3 8; do
        clean -j $jobs --files0-from=names0 --explain=why.$jobs --reject=bad.$jobs >out 2>err.$jobs || [ $? = 1 ]
        cmp out want
        cmp err err.$jobs
        cmp why why.$jobs
        cmp bad bad.$jobs
    done
    cmp <(clean -q --to=text page*.html) <(clean -q -j 2 --to=text page*.html)
}

@test "-j with --strict stops at the same record" {
    pages 40
    clean -q --strict pages.jsonl >want 2>err || [ $? = 1 ]
    clean -q -j 2 --strict pages.jsonl >out 2>err.2 || [ $? = 1 ]
    [ "$(wc -l <want)" = 10 ]
    cmp out want
    cmp err err.2
}

@test "a page that a browser saved in one file (MHTML) is read; one without HTML is rejected" {
    python3 - <<'EOF'
import base64, quopri
html = ('<!DOCTYPE html><html lang="en"><head><title>Ferry Line to Reopen | Harbour Post</title></head><body><h1>Ferry Line to Reopen</h1><p>'
        + "The ferry’s crew said on Tuesday = market day = that the line would reopen after long talks with the town. " * 9 + "</p></body></html>").encode()
def saved(coding, body, head="From: <Saved by Blink>", kind="text/html; charset=utf-8"):
    return (f'{head}\r\nSnapshot-Content-Location: https://example.org/2024/05/14/ferry\r\nSubject: Ferry\r\nMIME-Version: 1.0\r\n'
            f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Edge--x----"\r\n\r\n\r\n------Edge--x----\r\n'
            f'Content-Type: text/css\r\n\r\np {{ color: red }}\r\n------Edge--x----\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n'
            f'Content-Location: https://example.org/2024/05/14/ferry\r\n\r\n').encode() + body + b"\r\n------Edge--x------\r\n"
open("page.html", "wb").write(html)
quoted = quopri.encodestring(html).replace(b"\n", b"\r\n")
open("quoted.mhtml", "wb").write(saved("quoted-printable", quoted))
open("base64.mhtml", "wb").write(saved("base64", base64.encodebytes(html), "MIME-Version: 1.0"))
open("binary.mhtml", "wb").write(saved("binary", html))
open("cut.mhtml", "wb").write(saved("quoted-printable", quoted)[:-300])
open("none.mhtml", "wb").write(saved("binary", html, kind="image/svg+xml"))
open("letter.txt", "w").write("From: the mayor\nSubject: rain\n\nThe valley had rain for a week, said the mayor of Halden on Monday.\n")
EOF
    clean --to=text page.html >want
    for file in quoted base64 binary; do
        expect 0 "$(cat want)" '' clean --to=text $file.mhtml
        [ "$(BROADSHEET_READ_SIZE=7 clean $file.mhtml | member date)" = 2024-05-14 ]
    done
    clean --to=text cut.mhtml | head -c 300 | cmp - <(head -c 300 want)
    expect 1 '' 'clean: none.mhtml:1: a saved page (MHTML) without a part of HTML' clean none.mhtml
    clean --to=text --from=text quoted.mhtml | grep -q 'ferry=E2=80=99s crew'
    clean --to=text letter.txt | grep -q valley
}

@test "pages joined end to end are one page, and that is said" {
    for town in Halden Moss; do
        printf '<!DOCTYPE html><html><body><h1>Rain in %s</h1><p>The valley had rain for a week, said the mayor of %s on Monday.</p></body></html>\n' \
            $town $town >$town.html
    done
    cat Halden.html Moss.html | clean >out 2>err
    [ "$(cat err)" = 'clean: <stdin>:1: a page behind the end of another, as in files joined end to end: read as one page' ]
    [ "$(wc -l <out)" = 1 ]
    clean Halden.html Moss.html >out 2>err
    [ ! -s err ]
    [ "$(wc -l <out)" = 2 ]
}
