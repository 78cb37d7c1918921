# Telling formats apart, CSV rows and WARC records: the same result however the bytes come in, nothing lost unsaid.
load helper

# cut_reads STATUS STDOUT STDERR COMMAND...: as expect, with reads of several sizes.
cut_reads() {
    local size
    for size in 1 2 3 7 16 64 1000 64K; do
        BROADSHEET_READ_SIZE=$size expect "$@" || { echo "read size $size"; return 1; }
    done
}

@test "a format is told by the same bytes however they come in" {
    printf '\xef\xbb\xbf\n\n {"text":"One line."}\n' >marked
    cut_reads 0 '{"text":"One line."}' '' dedupe --short marked
    printf '{\nplain words in braces\n' >braces
    cut_reads 0 $'{\nplain words in braces' '' dedupe --short braces
    printf '{\n  "text": "spread over lines"\n}\n' >spread
    for tool in clean segment tag dedupe tocsv; do
        cut_reads 2 '' "$tool: spread: is JSON spread over several lines, not JSON Lines: jq -c . FILE | $tool" "$tool" spread
    done
    [ "$(dedupe --from=text spread | wc -l)" = 3 ]
}

@test "a JSON array is refused where records are read, and an array of objects where pages or prose are" {
    printf '\xef\xbb\xbf[{"text":"a"}]\n' >array
    printf '[\n  {"text":"a"}]\n' >pages
    cut_reads 2 '' "tag: array: is a JSON array, not JSON Lines: jq -c '.[]' FILE | tag" tag array
    cut_reads 2 '' "clean: pages: is a JSON array, not JSON Lines: jq -c '.[]' FILE | clean" clean pages
    cut_reads 2 '' "segment: pages: is a JSON array, not JSON Lines: jq -c '.[]' FILE | segment" segment pages
    printf '[Music plays]\n' >caption
    segment --from=text pages | grep -q text
    clean --to=text caption 2>err && ! grep array err
}

@test "records in UTF-16 are refused by name, pages in it are read" {
    for order in UTF-16LE UTF-16BE; do
        { printf '\xef\xbb\xbf'; printf '{"text":"a"}\n'; } | iconv -f UTF-8 -t $order >records
        { printf '\xef\xbb\xbf'; printf 'The mayor of Halden resigned on Monday evening.\n'; } | iconv -f UTF-8 -t $order >page
        for tool in clean segment tag dedupe tocsv; do
            cut_reads 2 '' "$tool: records: is UTF-16: iconv -f UTF-16 -t UTF-8 FILE | $tool" "$tool" records
        done
        expect 0 'The mayor of Halden resigned on Monday evening.' '' clean --to=text page
    done
}

@test "records and CSV in UTF-16 without a byte order mark are refused by name, too" {
    for order in UTF-16LE UTF-16BE; do
        printf '{"text":"a"}\n' | iconv -f UTF-8 -t $order >records
        printf 'id,text\n' | iconv -f UTF-8 -t $order >in.csv
        for tool in clean segment tag dedupe tocsv; do
            cut_reads 2 '' "$tool: records: is UTF-16: iconv -f $order -t UTF-8 FILE | $tool" "$tool" records
            cut_reads 2 '' "$tool: in.csv: is UTF-16: iconv -f $order -t UTF-8 FILE | $tool" "$tool" --from=csv in.csv
        done
    done
    printf 'a\0b\0\n' >lines
    cut_reads 0 '' '' dedupe --only-dups lines
    printf 'é,b\n' >in.csv
    cut_reads 0 '' '' tocsv --from=csv in.csv
}

@test "pages are refused where records are wanted, unless --from says that they are records" {
    for page in '<!DOCTYPE html><p>One.' '  <html><p>One.' '<?xml version="1.0"?><html/>' 'WARC/1.0'; do
        printf '%s\n' "$page" >page
        for tool in tag tocsv; do
            cut_reads 2 '' "$tool: page: is a page, not JSON Lines: clean FILE | $tool" "$tool" page
        done
        cut_reads 2 '' "segment: page: is a page, not text: clean FILE | segment" segment page
        cut_reads 0 "$page" 'dedupe: page: is a page, read line by line; clean FILE takes the article out of it' dedupe page
        cut_reads 0 "$page" '' dedupe --from=text page
    done
    expect 1 '' "tocsv: page:1:1: not JSON: not a JSON object" tocsv --from=jsonl page
}

@test "text that begins with a < or holds tags is cut like any other, and a page if --from says that it is text" {
    for text in '<b>Rain</b> is due. It may be wet.' '< 5 people came. <html> is a tag.' 'WARC files hold pages. They are large.'; do
        printf '%s\n' "$text" >text
        cut_reads 0 "${text/. /.$'\n'}" '' segment text
    done
    printf '<html>One.\n' >page
    cut_reads 0 '<html>One.' '' segment --from=text page
}

@test "CSV whose header is wrong is refused: its first row is no header" {
    printf '"a"b,text\n1,one\n2,two\n' >bad.csv
    cut_reads 2 '' 'dedupe: bad.csv: the header is not CSV: a quote where none may stand' dedupe --from=csv bad.csv
    printf 'id,"text\n1,one\n' >open.csv
    cut_reads 2 '' 'dedupe: open.csv: the header is not CSV: a quoted field has no end' dedupe --from=csv open.csv
    printf 'id,text,more\n1,2,3\n' >long.csv
    cut_reads 2 '' 'dedupe: long.csv: the header is not CSV: a row longer than --max-record' \
        dedupe --from=csv --max-record=9 long.csv
}

@test "a CSV header alone, an empty file and blank lines give no rows" {
    printf 'id,text\r\n' >header.csv
    printf '\n\nid,text\n\n\n' >blank.csv
    cut_reads 0 '' '' dedupe --from=csv header.csv blank.csv /dev/null
}

@test "a CSV row that is too long is rejected whole, with all its lines, and the next keep their numbers" {
    printf 'id,text\n1,"abc\n%0300d\nend"\n2,ok\n3,a,b\n' 0 >long.csv
    printf '1,"abc\n%0300d\nend"\n3,a,b\n' 0 >wanted
    cut_reads 1 '{"id":"2","text":"ok"}' 'dedupe: long.csv:2: a row longer than --max-record
dedupe: long.csv:6: more fields than the header has names' dedupe --from=csv --short --max-record=100 --reject=bad long.csv
    cmp bad wanted
    { printf 'id,text\n1,"'; yes 'a line' | head -n 40; printf 'end ""here"""\n2,ok\n'; } >lines.csv
    sed '1d;$d' lines.csv >wanted
    cut_reads 1 '{"id":"2","text":"ok"}' 'dedupe: lines.csv:2: a row longer than --max-record' \
        dedupe --from=csv --short --max-record=100 --reject=bad lines.csv
    cmp bad wanted
}

@test "CSV is read in memory that does not grow with it" {
    { echo id,text; yes '1,"a field that is long enough for many of them to be seen in what a process takes"' | head -n 300000; } |
        /usr/bin/time -f %M -o kib tocsv --from=csv >/dev/null
    [ "$(cat kib)" -lt 20000 ] || { cat kib; return 1; }
}

@test "NUL, quotes, commas and line ends in CSV fields come through; a name that stands twice gives two members" {
    printf '\xef\xbb\xbfid,text,text\r\n1,"a ""b"", c\r\nd",e\0f\r\n2,short\r\n' >in.csv
    cut_reads 0 '{"id":"1","text":"a \"b\", c\r\nd","text":"e\u0000f"}
{"id":"2","text":"short"}' 'dedupe: in.csv:1: "text" is the name of columns 2 and 3: column 3 counts' \
        dedupe --from=csv --short in.csv
}

@test "a CSV header with one name twice is told of by every tool, with the column that counts" {
    printf 'text,id,text\nThe first column.,1,The other column.\n' >in.csv
    for tool in clean segment tag dedupe tocsv; do
        "$tool" --from=csv in.csv >out 2>err
        [ "$(cat err)" = "$tool: in.csv:1: \"text\" is the name of columns 1 and 3: column 3 counts" ]
        "$tool" -q --from=csv in.csv 2>err | cmp - out
        [ ! -s err ]
    done
    printf 'b,a,"x ""y""",a,"x ""y""",a,,b,\n1,2,3,4,5,6,7,8,9\n' >many.csv
    cut_reads 0 $'b,a,"x ""y""",\n8,6,5,9' \
        'tocsv: many.csv:1: "b" is the name of columns 1 and 8: column 8 counts; so it is with 3 more names' \
        tocsv --from=csv many.csv
    printf '\na,b,a,a\n' >empty.csv
    cut_reads 0 '' 'tocsv: empty.csv:2: "a" is the name of 3 columns from 1 to 4: column 4 counts' tocsv --from=csv empty.csv
}

@test "CSV files joined end to end: the header once more is no row, and that is said" {
    printf '\xef\xbb\xbfid,"a name"\r\n1,x\r\n' >one.csv
    printf 'id,"a name"\n2,"id,\nid,"\n' >two.csv
    cat one.csv two.csv one.csv >all.csv
    cut_reads 0 $'id,a name\n1,x\n2,"id,\nid,"\n1,x' \
        'tocsv: all.csv:3: the header once more, as in files joined end to end: passed over
tocsv: all.csv:6: the header once more, as in files joined end to end: passed over' tocsv --from=csv all.csv
    printf '\xef\xbb\xbfname,id\n\xef\xbb\xbfy,3\n' | cat one.csv - >other.csv
    cut_reads 0 $'id,a name\n1,x\n"\xef\xbb\xbfname",id\n"\xef\xbb\xbfy",3' \
        'tocsv: other.csv:3: a byte order mark begins the row, as where files are joined: the first header stays' \
        tocsv --from=csv other.csv
    printf 'word\nword\n' >words.csv
    cut_reads 0 $'word\nword' '' tocsv --from=csv words.csv
}

@test "a byte order mark before a record is taken off, at the start of a file or of one joined to it" {
    printf '\xef\xbb\xbf{"text":"One line."}\r\n' >one
    printf '\xef\xbb\xbf\n\xef\xbb\xbf{"text":"Another line."}\n' | cat one one - >all
    cut_reads 0 $'{"text":"One line."}\n{"text":"Another line."}' '' dedupe --short all
    cut_reads 0 $'text\nOne line.\nOne line.\nAnother line.' '' tocsv all
}

# page TEXT: one WARC record with a page.
page() {
    local body="<html><body><p>$1 said on Monday that the talks would go on for a while and then come to an end.</p></body></html>"
    printf 'WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.org/%s\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n' \
        "${1:0:1}" "${#body}" "$body"
}

@test "a WARC record that is too long is rejected whole, up to where the next starts" {
    { page Anna; page "$(printf '%04000d' 0)"; page Cora; } >in.warc
    page "$(printf '%04000d' 0)" >wanted
    { page Anna; page Cora; } | clean --to=text >out.wanted
    cut_reads 1 "$(cat out.wanted)" 'clean: in.warc:9: longer than --max-record (2000 bytes)' \
        clean --to=text --max-record=2000 --reject=bad in.warc
    cmp bad wanted
}

@test "a WARC record of --max-record bytes is read, one byte more is rejected" {
    page Anna >in.warc
    size=$(($(wc -c <in.warc) - 4))
    clean --to=text in.warc >wanted
    cut_reads 0 "$(cat wanted)" '' clean --to=text --max-record=$size in.warc
    cut_reads 1 '' "clean: in.warc:1: longer than --max-record ($((size - 1)) bytes)" \
        clean --to=text --max-record=$((size - 1)) in.warc
}

@test "bytes behind the last WARC record are no record, and that is said" {
    { page Anna; printf 'xyz'; } >in.warc
    page Anna | clean --to=text >wanted
    cut_reads 1 "$(cat wanted)" 'clean: in.warc:9: no WARC record starts here' clean --to=text --reject=bad in.warc
    [ "$(cat bad)" = xyz ]
}

@test "a WARC record without a length, as long as it may be, is read in linear time" {
    { printf 'WARC/1.0\r\nWARC-Type: metadata\r\n\r\n'; yes 'a: line of it' | head -c 64000000; } >in.warc
    # Looking through it again after each of 64 KiB takes 500 times as long as one look, which takes milliseconds.
    cat in.warc | timeout 20 clean >out 2>err || [ $? = 1 ]
    grep -q 'without a usable Content-Length' err
}

@test "what is no text at all is named: clean rejects the file and goes on, others end" {
    page='<!DOCTYPE html><h1>Rain</h1><p>The valley had rain for a week, said the mayor of Halden on Monday.</p>'
    printf '%s\n' "$page" >page.html
    printf '%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\nmore\n' >a.pdf
    printf 'PK\x03\x04\x14\0\x06\0\x08\0word/document.xml\n' >b.docx
    printf '\xff\xd8\xff\xe0\0\x10JFIF\0\x01\n\n\n' >c.jpg
    printf '\x89PNG\r\n\x1a\n' >d.png
    printf '{\\rtf1\\ansi Rain}\n' >e.rtf
    cut_reads 1 "$(clean --to=text page.html)" 'clean: a.pdf: is a PDF: pdftotext FILE - | clean
clean: b.docx: is a zip archive, as are docx, xlsx, odt and epub
clean: c.jpg: is a picture (JPEG)
clean: d.png: is a picture (PNG)
clean: e.rtf: is RTF' clean --to=text --reject=bad a.pdf b.docx page.html c.jpg d.png e.rtf
    cmp bad <(cat a.pdf b.docx c.jpg d.png e.rtf)
    for tool in segment tag tocsv; do
        cut_reads 2 '' "$tool: a.pdf: is a PDF: pdftotext FILE - | $tool" "$tool" a.pdf
    done
    cut_reads 0 "$(cat a.pdf)" '' dedupe a.pdf
    printf 'PK is a name. GIF is none.\n' >text
    cut_reads 0 $'PK is a name.\nGIF is none.' '' segment text
    clean --from=text e.rtf 2>&1 | grep -q 'RTF' && return 1
    return 0
}

@test "CSV with semicolons or tabs, as spreadsheets write it, is read as its header shows, and that is said" {
    printf '\xef\xbb\xbfid;"a, name";text\r\n1;x;"He said ""no""; she, yes"\r\n2;y\r\n3;"z\r\n' >semicolon.csv
    cut_reads 1 $'id,"a, name",text\n1,x,"He said ""no""; she, yes"\n2,y,' \
        'tocsv: semicolon.csv:1: fields are parted by ; as the header'"'"'s are
tocsv: semicolon.csv:4: a quoted field has no end' tocsv --from=csv semicolon.csv
    printf '\nid\ttext\n1\ta;b,c\n1\ta\tb\n' >tab.csv
    cut_reads 1 $'id,text\n1,"a;b,c"' 'tocsv: tab.csv:2: fields are parted by tabs, as the header'"'"'s are
tocsv: tab.csv:4: more fields than the header has names' tocsv --from=csv tab.csv
    printf 'id,a;b\tc\n1,x\n' >comma.csv
    cut_reads 0 $'id,a;b\tc\n1,x' '' tocsv --from=csv comma.csv
    printf '"a;b"\nx;y\n' >one.csv
    cut_reads 0 $'a;b\nx;y' '' tocsv --from=csv one.csv
    printf '{"a":"x;y","b":"1,2"}\n' | tocsv --excel=semicolon | tocsv -q --from=csv | cmp - <(printf 'a,b\nx;y,"1,2"\n')
}
