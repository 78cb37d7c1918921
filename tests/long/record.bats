# The record layer on more lines than `make check` has time for.
load ../helper

@test "a million generated and mutated lines: no difference from jansson that is not on the list" {
    "$UNIT/record_fuzz" 1000000 42 >out || { cat out; return 1; }
    cat out
    grep -q '^1000000 lines, [45][0-9]* records, [0-9]* objects listed; known differences: [1-9]' out
}
