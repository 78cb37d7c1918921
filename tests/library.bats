# The rooms of common/ that all tools share, tested by the C programs in tests/unit.
load helper

@test "UTF-8, classes, folding and places" {
    "$UNIT/common_text"
}

@test "bounds: each met, and passed by one; patterns and rule files" {
    "$UNIT/common_bounds"
}

@test "a relay keeps the order, whatever the threads" {
    "$UNIT/common_relay"
}

@test "a model's scores do not depend on the machine's vectors" {
    "$UNIT/model_score"
}

@test "records edited at random are what a plain model says, in linear time" {
    "$UNIT/common_write"
}

@test "JSON strings and numbers are what the plainest of writers makes of them" {
    "$UNIT/common_json"
}
