# What every bats file loads: `load helper` (or `load ../helper` from tests/long).
# BIN: where the tools are. Each test runs in a directory of its own, empty at the start.

ROOT=${ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
BIN=${BIN:-$ROOT/build/bin}
UNIT=${UNIT:-$ROOT/build/test}
FIXTURES=$ROOT/tests/fixtures
PATH=$BIN:$PATH
export BIN PATH LC_ALL=C.UTF-8 NO_COLOR=1

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

# fixture NAME: path of a fixture.
fixture() {
    printf '%s/%s' "$FIXTURES" "$1"
}

# lacks PATTERN [FILE]: no line holds it. A bare `! grep` fails a test only as its last command.
lacks() {
    ! grep "$@"
}

# expect STATUS STDOUT STDERR COMMAND...: runs the command; all three must be exact.
expect() {
    local status=$1 out=$2 err=$3 got=0
    shift 3
    "$@" >stdout 2>stderr || got=$?
    if [ "$got" != "$status" ]; then
        printf 'status %s, expected %s\nstderr: %s\n' "$got" "$status" "$(cat stderr)"
        return 1
    fi
    printf '%s' "$out" | sed -e '$a\' >expected.out
    printf '%s' "$err" | sed -e '$a\' >expected.err
    sed -e '$a\' stdout | diff -u expected.out - && sed -e '$a\' stderr | diff -u expected.err -
}
