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
    # make takes no space in the name of a target, but one in the folder it starts from and in where things go.
    build=$(dirname "$BIN") root="$BATS_TEST_TMPDIR/a root"
    build=${build#"$PWD"/}
    make -s install BUILD="$build" DESTDIR="$root" PREFIX=/usr PROGRAM_PREFIX=bs- >/dev/null
    "$root/usr/bin/bs-segment" --version
    [ -f "$root/usr/share/man/man1/bs-segment.1" ]
    make -s uninstall BUILD="$build" DESTDIR="$root" PREFIX=/usr PROGRAM_PREFIX=bs- >/dev/null
    [ -z "$(find "$root" -type f)" ]
}
