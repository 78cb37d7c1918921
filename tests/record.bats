# The record layer: what every tool reads and writes through.
load helper

@test "the scan: accepted, refused with the right place, bounds on depth, every alignment; splicing; walking" {
    "$UNIT/record_scan"
}

@test "100,000 generated and mutated lines: jansson and the plain twin agree but for the known differences" {
    "$UNIT/record_fuzz" 100000 20261122 >out || { cat out; return 1; }
    cat out
    grep -q '^100000 lines, [45][0-9]* records, [0-9]* objects listed; known differences: [1-9]' out
}

@test "the quick scan by 512 bits and by 256: no difference" {
    "$UNIT/record_quick" 100000
}

@test "the suite's program refuses a case that is wrong" {
    mkdir cases
    printf '[1,]' >cases/n_ok.json
    printf '[1]' >cases/y_ok.json
    printf '{"a":1}' >cases/y_object.json
    printf '[1e9999]' >cases/i_number_x.json
    "$UNIT/record_suite" cases | sort >out
    diff -u - out <<'X'
4 cases, 0 wrong
i_number_x.json as a member: passed on
X
    printf '[1]' >cases/n_wrong.json
    printf '[1]' >cases/i_unknown.json
    status=0
    "$UNIT/record_suite" cases >out || status=$?
    [ $status = 1 ] && grep -q '^n_wrong.json as a member: passed on, should be refused$' out &&
        grep -q '^i_unknown.json: not decided$' out && grep -q '^6 cases, 2 wrong$' out
}

@test "members that a tool does not own pass through it byte for byte" {
    printf '%s\n' '{"z" : 1.0,"a":1e400,"big":123456789012345678901234567890,"\u0061\/":"\ud83d\ude00 \/ \u00E9","text":"One plain sentence stands here.","z":-0}' >in
    for tool in segment tag dedupe; do
        [ -x "$BIN/$tool" ] || continue
        $tool in >out
        grep -qF '"z" : 1.0,"a":1e400,"big":123456789012345678901234567890,"\u0061\/":"\ud83d\ude00 \/ \u00E9",' out || { echo $tool; cat out; return 1; }
        grep -qF '"z":-0' out || { echo $tool; cat out; return 1; }
    done
}

@test "checking and appending: every line as it was, with the member" {
    printf '%s\n' '{"a":1.0}' '{ }' '{"x":null,"b":[1, 2]}' | "$UNIT/record_append" x >out
    printf '%s\n' '{"a":1.0,"x":"appended"}' '{"x":"appended" }' '{"x":"appended","b":[1, 2]}' | diff - out
}
