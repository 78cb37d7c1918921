# What all five tools share: help, exit statuses, bad input, output. One test runs all tools, so that no tool can differ.
load helper

TOOLS="clean segment tag dedupe tocsv"
RECORD='{"id":"a","doc":"d","sent":1,"text":"The minister met the mayor of Oslo on Monday.","n":1.0,"big":123456789012345678901234567890,"esc":"\u00e9\/"}'

each() { # each COMMAND...: runs it for every tool; TOOL is set
    for TOOL in $TOOLS; do
        "$@" || { echo "failed for $TOOL"; return 1; }
    done
}

@test "--help goes to stdout, names every option with its argument, and exits 0" {
    check() {
        "$TOOL" --help >out 2>err && [ ! -s err ] && head -n 1 out | grep -q "^usage: $TOOL " &&
            grep -q -- '--reject FILE' out && grep -q 'Exit status' out
    }
    each check
}

@test "--version names the tool and exits 0" {
    check() { [ "$("$TOOL" --version)" = "$TOOL (broadsheet) 0.1.0" ]; }
    each check
}

@test "every option of --help stands in the tool's man page, and every option of the page in --help" {
    check() {
        "$TOOL" --help | grep -oE -- '--[a-z][a-z0-9-]+' | sort -u >in_help
        mandoc -T ascii "$ROOT/man/$TOOL.1" | sed 's,.\x08,,g' | grep -oE -- '--[a-z][a-z0-9-]+' | sort -u >in_man
        comm -23 in_help in_man >missing
        [ ! -s missing ] || { echo "not in man/$TOOL.1:"; cat missing; return 1; }
        # Options of other tools are named in examples: only those that stand as list items count here.
        sed -n 's/^\.It .*Fl -\([a-z0-9-]*\).*/--\1/p' "$ROOT/man/$TOOL.1" | tr -d '\\' | sort -u >items
        comm -13 in_help items >unknown
        [ ! -s unknown ] || { echo "not in --help:"; cat unknown; return 1; }
    }
    each check
}

@test "an unknown option is a usage error: one line, status 2" {
    check() {
        local status=0
        "$TOOL" --no-such </dev/null >out 2>err || status=$?
        [ $status = 2 ] && [ ! -s out ] && [ "$(cat err)" = "$TOOL: no option --no-such; --help lists them" ]
    }
    each check
}

@test "an option that is hardly another's name, or begins one, is told with it" {
    check() {
        local name status
        for name in hlep help-me verison files0 tolerat; do
            status=0
            "$TOOL" --$name </dev/null >out 2>err || status=$?
            [ $status = 2 ]
            cat err >>all
        done
        [ "$(cat all)" = "$TOOL: no option --hlep (--help?); --help lists them
$TOOL: no option --help-me; --help lists them
$TOOL: no option --verison (--version?); --help lists them
$TOOL: no option --files0 (--files0-from?); --help lists them
$TOOL: no option --tolerat (--tolerate?); --help lists them" ]
        rm all
    }
    each check
}

@test "a list for --files0-from whose names end lines, and an address as FILE, are told with what helps" {
    printf '%s\n' "$RECORD" >good
    printf 'good\nworse\n' >list
    check() {
        local status=0
        "$TOOL" --files0-from=list >out 2>err || status=$?
        [ $status = 2 ] && [ "$(cat err)" = "$TOOL: list: names files line by line: tr '\\n' '\\0' <list | $TOOL --files0-from=-" ]
        status=0
        "$TOOL" https://site.example/a good >out 2>err || status=$?
        [ $status = 3 ] && [ -s out ]
        [ "$(cat err)" = "$TOOL: https://site.example/a: No such file or directory: curl -sL FILE | $TOOL" ]
    }
    each check
}

@test "empty input is no error" {
    check() { "$TOOL" </dev/null >out 2>err || { cat err; return 1; }; }
    each check
}

@test "a missing file is named, the others are read, the status is 3" {
    printf '%s\n' "$RECORD" >good
    check() {
        local status=0
        "$TOOL" missing good >out 2>err || status=$?
        [ $status = 3 ] && [ "$(cat err)" = "$TOOL: missing: No such file or directory" ] && [ -s out ]
    }
    each check
}

@test "a directory as FILE is said so" {
    mkdir folder
    check() {
        local status=0
        "$TOOL" folder >out 2>err || status=$?
        [ $status = 3 ] && [ "$(cat err)" = "$TOOL: folder: Is a directory: find FILE -type f -print0 | $TOOL --files0-from=-" ]
    }
    each check
}

@test "bad lines are named by file and line, kept in --reject, and the rest goes on" {
    printf '%s\n' "$RECORD" '{"id":"b","text":"open' '[1]' '{"id":"c","doc":"d","sent":2,"text":"Nothing else was said there."}' >in
    check() {
        local status=0
        "$TOOL" --reject=bad in >out 2>err || status=$?
        [ $status = 1 ] && [ "$(wc -l <err)" -ge 2 ] && grep -q "^$TOOL: in:2:.* not JSON" err &&
            grep -qE "^$TOOL: in:3(:[0-9]+)?: not a record" err && [ "$(cat bad)" = "$(sed -n 2,3p in)" ] &&
            grep -q 'Nothing else' out
    }
    each check
}

@test "--tolerate lets rejected lines pass, up to its number" {
    printf '%s\n' "$RECORD" '{' '{"x"' >in
    check() {
        "$TOOL" --from=jsonl --tolerate=2 in >out 2>err || return 1
        local status=0
        "$TOOL" --from=jsonl --tolerate=1 in >out 2>err || status=$?
        [ $status = 1 ]
    }
    each check
}

@test "--strict stops at the first bad line, and -o then leaves no file" {
    printf '%s\n' "$RECORD" '{"x"' "$RECORD" '{"y"' >in
    check() {
        local status=0
        rm -f target
        "$TOOL" --strict -o target in 2>err || status=$?
        [ $status = 1 ] && [ "$(grep -c 'not JSON' err)" = 1 ] && [ ! -e target ] && ! ls target.*.part 2>/dev/null
    }
    each check
}

@test "-o writes the same bytes as stdout, by rename" {
    printf '%s\n' "$RECORD" >in
    check() {
        "$TOOL" in >out && "$TOOL" -o target in && cmp out target && ! ls target.*.part 2>/dev/null
    }
    each check
}

@test "-o follows a link, keeps the mode of the file, and never writes into somebody else's temporary file" {
    printf '%s\n' "$RECORD" >in
    check() {
        rm -f real link && echo old >real && chmod 664 real && ln -s real link
        (umask 077 && "$TOOL" -o link in) && "$TOOL" in | cmp - real && [ -L link ] && [ "$(stat -c %a real)" = 664 ]
    }
    each check
    echo mine >other
    # The shell's own number is the tool's after exec, so that the temporary name is known beforehand.
    sh -c 'ln -s other target.$$.part; exec dedupe -o target in' && [ "$(cat other)" = mine ] && cmp in target
}

@test "-o - is standard output; --reject wants a file of its own" {
    printf '%s\n' "$RECORD" >in
    check() {
        "$TOOL" in >out && "$TOOL" -o - in | cmp out - && "$TOOL" --output=- in | cmp out - &&
            expect 2 '' "$TOOL: --reject wants a file, not standard output" "$TOOL" --reject=- in && [ ! -e - ]
    }
    each check
}

@test "a size that is too small or none is told with what is allowed" {
    expect 2 '' "dedupe: --memory takes a size from 16M on, not '16777215'" dedupe --memory=16777215 /dev/null
    expect 0 '' '' dedupe --memory=16M /dev/null
    check() {
        expect 2 '' "$TOOL: --max-record takes a size from 1 on, not '0'" "$TOOL" --max-record=0 &&
            expect 2 '' "$TOOL: --max-record takes a size such as 512M, not '1X'" "$TOOL" --max-record=1X
    }
    each check
}

@test "-o without a name is a usage error before anything is read" {
    check() { expect 2 '' "$TOOL: an output file wants a name" "$TOOL" -o '' missing; }
    each check
}

@test "what is written must not be an input, nor be named twice" {
    printf '%s\n{\n' "$RECORD" >in
    cp in kept
    check() {
        expect 2 '' "$TOOL: in: is also an input" "$TOOL" --reject=in in &&
            expect 2 '' "$TOOL: ./in: is also an input" "$TOOL" --reject=./in <in &&
            expect 2 '' "$TOOL: x: is named as output twice" "$TOOL" -o x --reject=x kept &&
            expect 2 '' "$TOOL: ./x: is named as output twice" "$TOOL" -o ./x --reject=x kept &&
            expect 2 '' "$TOOL: $PWD/x: is named as output twice" "$TOOL" -o "$PWD/x" --reject=x kept &&
            mkdir -p other && { "$TOOL" -o other/x --reject=x kept 2>err || [ $? = 1 ]; } && ! grep twice err &&
            ! "$TOOL" in >>in 2>err && [ "$(cat err)" = "$TOOL: standard output: is also an input" ] && cmp in kept
    }
    each check
}

@test "standard descriptors that are closed are errors, and no file takes their place" {
    printf '%s\n' "$RECORD" >in
    check() {
        local status=0
        "$TOOL" --reject=bad <&- >out 2>err || status=$?
        [ $status = 3 ] && [ "$(cat err)" = "$TOOL: <stdin>: Bad file descriptor" ] || return 1
        status=0
        "$TOOL" in >&- 2>err || status=$?
        [ $status = 3 ] && [ "$(cat err)" = "$TOOL: cannot write to standard output: Bad file descriptor" ] || return 1
        printf '{\n' | "$TOOL" --from=jsonl --reject=bad >out 2>&- || status=$?
        [ $status = 1 ] || [ $status = 3 ] && [ "$(cat bad)" = '{' ]
    }
    each check
}

@test "descriptors that somebody has made non-blocking are waited for" {
    for i in $(seq 1 3000); do printf '{"id":"%s","doc":"d","sent":%s,"text":"Line %s is here to fill the pipe."}\n' "$i" "$i" "$i"; done >in
    cat >slowly.py <<'END'
import os, subprocess, sys, threading, time
data = open("in", "rb").read()
in_read, in_write = os.pipe()
out_read, out_write = os.pipe()
os.set_blocking(in_read, False)
os.set_blocking(out_write, False)
tool = subprocess.Popen([sys.argv[1], "in", "-"], stdin=in_read, stdout=out_write)
os.close(in_read)
os.close(out_write)
time.sleep(0.2)
os.write(in_write, data.splitlines(True)[0])
os.close(in_write)
got = b"".join(iter(lambda: os.read(out_read, 65536), b""))
sys.stdout.buffer.write(got)
sys.exit(tool.wait())
END
    head -n 1 in >first
    check() { python3 slowly.py "$TOOL" >out 2>err && [ ! -s err ] && "$TOOL" in first | cmp - out; }
    each check
}

@test "/dev/full is noticed: a message and status 3" {
    [ -e /dev/full ] || skip "no /dev/full here"
    printf '%s\n' "$RECORD" >in
    check() {
        local status=0
        "$TOOL" in >/dev/full 2>err || status=$?
        [ $status = 3 ] && grep -q "^$TOOL: cannot write to standard output: No space left on device" err
    }
    each check
}

@test "a file that may not grow further is an error like a full disk, and leaves nothing" {
    seq 200 | sed 's/.*/{"id":"&","text":"The council met for the &th time, and number & is a long story."}/' >in
    check() {
        # In blocks of 512 bytes.
        expect 3 '' "$TOOL: cannot write to target: File too large" sh -c "ulimit -f 4; $TOOL -o target in" &&
            ! ls target* 2>/dev/null
    }
    each check
}

@test "a closed pipe is quiet" {
    for i in $(seq 1 20000); do printf '{"id":"%s","text":"Line %s is here to fill the pipe."}\n' "$i" "$i"; done >in
    check() {
        { "$TOOL" in 2>err; echo $? >status; } | head -n 1 >out
        [ "$(cat status)" = 0 ] && [ ! -s err ]
    }
    each check
}

@test "a record without text passes untouched, byte for byte, and is counted" {
    printf '%s\n' '{"id" : "x",  "n":1.0,"big":123456789012345678901234567890,"esc":"\u00e9\/","text":7}' >in
    for TOOL in clean segment tag dedupe; do
        "$TOOL" --stats=json in >out 2>err || { echo "$TOOL failed"; cat err; return 1; }
        cmp in out || { echo "$TOOL changed it"; cat out; return 1; }
        grep -q '"untouched":1' err || { echo "$TOOL did not count it"; cat err; return 1; }
    done
}

@test "a run in which no record has the text says so and what may hold it; one record that has it is enough" {
    printf '%s\n' '{"url":"http://example.org/a/long/address/of/a/page","head line":"Rain is due","n":[" and more words "]}' >in
    for TOOL in clean segment tag dedupe; do
        expect 0 "$(cat in)" "$TOOL: no record of 1 has a string member 'text': -k 'head line' takes another" "$TOOL" in
        expect 0 "$(cat in)" "$TOOL: no record of 1 has a string member 'txt': -k 'head line' takes another" "$TOOL" -k txt in
        expect 0 "$(cat in)" '' "$TOOL" -q in
        printf '%s\n' "$RECORD" | cat in - >two
        "$TOOL" two 2>&1 >out | grep -v 'without an article' && { echo "$TOOL warned"; return 1; }
    done
    printf '{"id":1}\n{"id":2,"text":null}\nno record\n' >none
    expect 1 $'{"id":1}\n{"id":2,"text":null}' "tag: none:3: not a record: not a JSON object
tag: no record of 2 has a string member 'text': -k NAME takes another" tag none
    expect 0 '' "segment: no record of 1 has a string member 'text': -k 'head line' takes another" segment --to=text in
    expect 0 "$(cat in)" 'dedupe: no record of 1 has the members of --by' dedupe --by id in
    expect 0 '' '' tag /dev/null
}

@test "CSV that is not read as CSV is told of" {
    printf 'url,text\na,"The cat sat, and ran."\n' >in.csv
    cp in.csv in.CSV
    expect 1 '' 'tag: in.csv:1: not JSON at character 1: not a JSON object
tag: in.csv:2: not JSON at character 1: not a JSON object
tag: no line is a record: if they are CSV, --from=csv reads them' tag in.csv
    expect 1 '' 'tocsv: in.csv:1:1: not JSON: not a JSON object
tocsv: in.csv:2:1: not JSON: not a JSON object
tocsv: no line is a record: if they are CSV, --from=csv reads them' tocsv in.csv
    for TOOL in clean segment; do
        "$TOOL" in.CSV >out 2>err
        [ "$(cat err)" = "$TOOL: in.CSV: is read as text; with --from=csv each row is a record" ]
        "$TOOL" --from=text in.CSV >wanted 2>err && [ ! -s err ] && cmp wanted out
        "$TOOL" --from=csv in.csv >out 2>err && [ ! -s err ]
    done
    expect 0 "$(cat in.csv)" '' dedupe in.csv
}

@test "members that a tool does not own leave as they came" {
    printf '%s\n' "$RECORD" >in
    for TOOL in clean segment tag dedupe; do
        "$TOOL" in >out 2>err || return 1
        grep -qF '"n":1.0,"big":123456789012345678901234567890,"esc":"\u00e9\/"' out || { echo "$TOOL"; cat out; return 1; }
    done
}

@test "invalid UTF-8 is replaced, counted and said" {
    printf '{"id":"a","doc":"d","sent":1,"text":"Bad \xff byte and \xe2\x82 half a sign here."}\n' >in
    check() {
        "$TOOL" --stats=json in >out 2>err || return 1
        grep -q "^$TOOL: in:1: invalid UTF-8 replaced in 2 places" err && grep -q '"mended":2' err &&
            grep -q $'Bad \xef\xbf\xbd byte and \xef\xbf\xbd half' out
    }
    each check
}

@test "-q silences warnings, never errors" {
    printf '{"id":"a","doc":"d","sent":1,"text":"Bad \xff byte stands here."}\n{\n' >in
    check() {
        "$TOOL" -q --from=jsonl in >out 2>err && return 1
        [ "$(cat err)" = "$TOOL: in:2: not JSON at character 2: the line ends in the middle of a value" ] ||
            [ "$(cat err)" = "$TOOL: in:2:2: not JSON: the line ends in the middle of a value" ]
    }
    each check
}

@test "a byte order mark, CRLF, blank lines and a missing last newline are accepted" {
    printf '\xef\xbb\xbf%s\r\n\r\n\n%s' "$RECORD" '{"id":"z","doc":"d","sent":2,"text":"The last line has no end at all."}' >in
    printf '%s\n%s\n' "$RECORD" '{"id":"z","doc":"d","sent":2,"text":"The last line has no end at all."}' >plain
    check() { "$TOOL" in >out 2>err && [ ! -s err ] && "$TOOL" plain | cmp - out; }
    each check
}

@test "the output is the same for every read size" {
    { printf '%s\n' "$RECORD"; printf '{"id":"k","doc":"d","sent":2,"text":"Zażółć gęślą jaźń, 서울에서 회담이 열렸다."}\n'; printf '{"bad\n'; } >in
    check() {
        "$TOOL" in >whole 2>whole.err
        for size in 1 2 3 7 64; do
            BROADSHEET_READ_SIZE=$size "$TOOL" in >part 2>part.err
            cmp whole part && cmp whole.err part.err || return 1
        done
    }
    each check
}

@test "the output is the same in another locale" {
    printf '%s\n' "$RECORD" >in
    check() { "$TOOL" in >a && LC_ALL=C "$TOOL" in | cmp - a; }
    each check
}

@test "lines of --max-record bytes are read, one byte more is rejected whole" {
    printf '%s\n' "$RECORD" >in
    size=$(($(wc -c <in) - 1))
    check() {
        "$TOOL" --max-record=$size in >out 2>err && [ ! -s err ] || return 1
        local status=0
        "$TOOL" --from=jsonl --max-record=$((size - 1)) --reject=bad in >out 2>err || status=$?
        [ $status = 1 ] && cmp bad in &&
            [ "$(cat err)" = "$TOOL: in:1: longer than --max-record ($((size - 1)) bytes)" ]
    }
    each check
}

@test "gzip is refused with the command that helps" {
    printf '%s\n' "$RECORD" | gzip >in.gz
    check() {
        local status=0
        "$TOOL" in.gz >out 2>err || status=$?
        [ $status = 2 ] && [ "$(cat err)" = "$TOOL: in.gz: is compressed with gzip: zcat FILE | $TOOL" ]
    }
    each check
}

@test "--files0-from names the files" {
    printf '%s\n' "$RECORD" >'a file'
    printf 'a file\0' >list
    check() { "$TOOL" 'a file' >out && "$TOOL" --files0-from=list | cmp - out; }
    each check
}

@test "control bytes in a file name do not reach the terminal" {
    name=$'bad\033[31mname'
    printf '{\n' >"$name"
    check() { "$TOOL" --from=jsonl -- "$name" >out 2>err; grep -q 'bad?\[31mname:1:' err; }
    each check
}

@test "control characters of two bytes do not either" {
    name=$'bad\xc2\x9b31mname\xc3\xa9'
    printf '{\n' >"$name"
    check() { "$TOOL" --from=jsonl -- "$name" >out 2>err; grep -q $'^'"$TOOL"$': bad??31mname\xc3\xa9:1:' err; }
    each check
}

@test "--progress elsewhere than on a terminal writes whole lines without escapes" {
    printf '%s\n' "$RECORD" '{' >in
    check() {
        : >err
        { cat in; until [ -s err ]; do sleep 0.02; done; sleep 1.05; cat in; } | "$TOOL" --from=jsonl --progress >out 2>err
        grep -qE "^$TOOL: [0-9]+ records, 0\.0 MB, [0-9.]+ MB/s$" err && ! grep -q $'[\r\033]' err &&
            grep -q "^$TOOL: <stdin>:2:" err
        # The first line comes when there is a second to speak of.
        [ "$(grep -c 'MB/s$' err)" = 1 ] && head -n 1 err | grep -q "^$TOOL: <stdin>:2:"
        { cat in; sleep 0.05; cat in; } | "$TOOL" --from=jsonl --progress 2>&1 >out | grep 'MB/s$' && return 1
        return 0
    }
    each check
}

@test "--progress on a terminal is one line, erased before messages and records" {
    python3 -c 'import pty; pty.openpty()' 2>/dev/null || skip "no pseudo-terminal here"
    cat >terminal.py <<'END'
import os, pty, subprocess, sys, time
master, slave = pty.openpty()
tool = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=slave, stderr=slave)
os.close(slave)
for line in open("in", "rb"):
    tool.stdin.write(line)
    tool.stdin.flush()
    time.sleep(0.22)
tool.stdin.close()
tool.wait()
seen = b""
try:
    while part := os.read(master, 65536):
        seen += part
except OSError:
    pass
sys.stdout.buffer.write(seen)
END
    printf '%s\n' "$RECORD" '{' "$RECORD" '{' >in
    check() {
        python3 terminal.py "$TOOL" --from=jsonl --progress >seen
        grep -qaE $'\r\033\\[K'"$TOOL: [0-9]+ records, 0\.0 MB, [0-9.]+ MB/s"$'\r\033\\[K' seen &&
            ! grep -qaE 'MB/s[^,'$'\r'']' seen
    }
    each check
}

@test "--reject keeps a line's own end" {
    printf '%s\r\n{bad\r\n{worse' "$RECORD" >in
    check() {
        local status=0
        "$TOOL" --from=jsonl --reject=bad in >out 2>err || status=$?
        [ $status = 1 ] && printf '{bad\r\n{worse\n' | cmp - bad
    }
    each check
}

@test "the line end is no part of what --max-record counts" {
    printf '%s\n' "$RECORD" >in
    printf '%s\r\n' "$RECORD" >in.crlf
    size=$(($(wc -c <in) - 1))
    check() { "$TOOL" --max-record=$size in.crlf >out 2>err && [ ! -s err ] && "$TOOL" in | cmp - out; }
    each check
}

@test "NUL bytes in a line are rejected as JSON and nothing is cut" {
    printf '{"id":"a","text":"x\0y"}\n%s\n' "$RECORD" >in
    check() {
        local status=0
        "$TOOL" --from=jsonl --reject=bad in >out 2>err || status=$?
        [ $status = 1 ] && printf '{"id":"a","text":"x\0y"}\n' | cmp - bad
    }
    each check
}

@test "CSV comes in through --from=csv" {
    printf 'id,doc,sent,text\n1,d,1,"The minister, it was said,\nwent home on Monday evening."\n' >in.csv
    check() { "$TOOL" --from=csv in.csv >out 2>err && [ ! -s err ] && grep -q 'minister' out; }
    each check
}

@test "a signal during -o leaves no half file" {
    mkfifo pipe
    interrupt() {
        rm -f target
        "$TOOL" --from=jsonl -o target pipe & pid=$!
        exec 9>pipe
        printf '%s\n' "$RECORD" >&9
        for i in 1 2 3 4 5 6 7 8 9 10; do ls target.*.part >/dev/null 2>&1 && break; sleep 0.05; done
        kill -s "$1" $pid
        exec 9>&-
        wait $pid && return 1
        [ ! -e target ] && ! ls target.*.part 2>/dev/null
    }
    check() { interrupt TERM; }
    each check
    TOOL=tocsv
    interrupt XCPU
}

@test "a record goes out while standard input is still open" {
    mkfifo pipe
    for TOOL in clean segment dedupe tocsv; do
        "$TOOL" --from=jsonl <pipe >out & pid=$!
        exec 9>pipe
        printf '%s\n' "$RECORD" >&9
        for i in $(seq 1 40); do [ -s out ] && break; sleep 0.05; done
        [ -s out ] || { echo "$TOOL held the record back"; exec 9>&-; wait $pid; return 1; }
        exec 9>&-
        wait $pid
        rm -f out
    done
}

@test "--explain=- is refused: standard output is for records" {
    printf '%s\n' "$RECORD" >in
    for TOOL in clean segment tag dedupe; do
        expect 2 '' "$TOOL: --explain wants a file, not standard output; without one it goes to standard error" "$TOOL" --explain=- in
        "$TOOL" --explain in 2>err >out && "$TOOL" --explain=why in | cmp - out && cmp err why
    done
}

@test "-o: a run that fails, or is stopped, says that its file is not written" {
    printf '%s\n{\n' "$RECORD" >in
    check() {
        rm -f target
        "$TOOL" --from=jsonl -o target missing in 2>err || [ $? = 3 ]
        [ "$(tail -n 1 err)" = "$TOOL: target: is not written, as something failed" ] && [ ! -e target ] || return 1
        "$TOOL" --from=jsonl --strict -o target in 2>err || [ $? = 1 ]
        [ "$(tail -n 1 err)" = "$TOOL: target: is not written, as --strict stopped before the end" ] && [ ! -e target ] || return 1
        "$TOOL" --from=jsonl -o target in 2>err || [ $? = 1 ]
        [ "$(wc -l <err)" = 1 ] && [ -e target ]
    }
    each check
}

@test "records in an encoding of bytes: the command that keeps their letters is named at the end" {
    for i in 1 2 3; do printf '{"id":"%s","sent":1,"doc":"d","text":"The caf\xe9 of Ms M\xfcller no. %s"}\n' $i $i; done >in
    check() {
        "$TOOL" in 2>err >out || return 1
        [ "$(tail -n 1 err)" = "$TOOL: 3 records were no UTF-8: if they are Windows-1252, iconv -f WINDOWS-1252 -t UTF-8 FILE | $TOOL" ] || return 1
        iconv -f WINDOWS-1252 -t UTF-8 in | "$TOOL" 2>err | grep -q 'caf.*é.*Müller' || return 1
        ! grep UTF-8 err || return 1
        head -n 2 in | "$TOOL" 2>err >out
        ! grep 1252 err
    }
    each check
}
