# README and man pages say what the code does: every example in them is run.
load helper

@test "the README's examples print what it shows" {
    cd "$ROOT"
    python3 tests/examples.py README.md
}

@test "the man pages' examples print what they show" {
    cd "$ROOT"
    python3 tests/examples.py $(grep -l '^\.\\" example' man/*.[157])
}

@test "the man pages are clean mdoc" {
    cd "$ROOT"
    mandoc -T lint -W warning man/*.[157]
}

@test "install and uninstall: names with a prefix, nothing left behind" {
    cd "$ROOT"
    make -s install BUILD="$(dirname "$BIN")" DESTDIR="$BATS_TEST_TMPDIR/root" PREFIX=/usr PROGRAM_PREFIX=bs- >/dev/null
    "$BATS_TEST_TMPDIR/root/usr/bin/bs-segment" --version
    [ -f "$BATS_TEST_TMPDIR/root/usr/share/man/man1/bs-segment.1" ]
    make -s uninstall BUILD="$(dirname "$BIN")" DESTDIR="$BATS_TEST_TMPDIR/root" PREFIX=/usr PROGRAM_PREFIX=bs- >/dev/null
    [ -z "$(find "$BATS_TEST_TMPDIR/root" -type f)" ]
}
