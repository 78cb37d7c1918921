# segment: time and memory on hostile and long input.
load ../helper

# seconds COMMAND...: its user time, in whole seconds.
seconds() {
    { TIMEFORMAT=%U; time "$@" >out; } 2>time_used
    cut -d. -f1 time_used
}

# peak FILE: kilobytes of resident memory that segment needed at most, read while it waits for more input.
peak() {
    mkfifo pipe
    segment <pipe >/dev/null & pid=$!
    exec 9>pipe
    cat "$1" >&9
    sleep 2
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB/\1/p' /proc/$pid/status
    exec 9>&-
    wait $pid
    rm pipe
}

@test "100 MB of full stops, of spaced full stops and of one word take linear time" {
    head -c 100000000 /dev/zero | tr '\0' '.' >stops
    [ "$(seconds segment stops)" -lt 20 ]
    yes '. ' | tr -d '\n' | head -c 10000000 >spaced
    [ "$(seconds segment spaced)" -lt 20 ]
    head -c 100000000 /dev/zero | tr '\0' 'w' >word
    [ "$(seconds segment word)" -lt 20 ]
    [ "$(wc -c <out)" = 100000001 ]
}

@test "marks of quoted lines, bullets and list markers without end take linear time" {
    for mark in '> ' '- ' '1) ' '- x. ' '2001. 1. 1. ' '&#39; '; do
        yes "$mark" | tr -d '\n' | head -c 20000000 >marks
        [ "$(seconds timeout 60 segment --lang=en marks)" -lt 20 ]
    done
}

@test "one line of 100 MB is cut, and nothing of it is lost" {
    yes 'Mr. Hale met the mayor. He left at 5 p.m. (She stayed.) "Why?" ' | tr -d '\n' | head -c 100000000 >line
    [ "$(seconds segment --from=text line)" -lt 60 ]
    tr -d ' \n' <line | md5sum >want
    tr -d ' \n' <out | md5sum | cmp - want
}

@test "invalid UTF-8 and full-width terminators without end take linear time" {
    head -c 20000000 /dev/zero | tr '\0' '\377' >bad
    [ "$(seconds segment -q bad)" -lt 20 ]
    yes '。！' | tr -d '\n' | head -c 30000000 >wide
    [ "$(seconds segment wide)" -lt 20 ]
}

@test "at most 8 MB are resident for records of up to 1 MB" {
    [ -r /proc/self/status ] || skip "no /proc here"
    for i in 1 2 3 4 5 6; do
        printf '{"id":%s,"lang":"en","text":"' "$i"
        yes 'The minister met the mayor of Oslo. Nobody knew why. ' | tr -d '\n' | head -c 1000000
        printf '"}\n'
    done >in
    [ "$(peak in)" -le 8192 ]
}

@test "plain text is streamed: 50 MB of short lines need no more memory than a few" {
    [ -r /proc/self/status ] || skip "no /proc here"
    yes 'The minister met the mayor of Oslo on Monday, it was said. Nobody knew why.' | head -c 50000000 >in
    [ "$(peak in)" -le 8192 ]
}

@test "one byte a read gives the same as one megabyte" {
    for i in $(seq 1 400); do printf '{"id":%s,"text":"Dr. Hall came at %s p.m. He left. 他走了。 \\u00e9\\n\\nNext."}\n' "$i" "$i"; done >in
    segment in >whole
    BROADSHEET_READ_SIZE=1 segment in | cmp - whole
}
