# README and man pages say what the code does: every example in them is run.
load helper

@test "the README's examples print what it shows" {
    cd "$ROOT"
    python3 tests/examples.py README.md
}

@test "the README's Makefile makes a table of each page, and none of one that fails" {
    awk '/^## /{inside = /Makefile/} inside && (/^    / || /^$/){sub(/^    /, ""); print}' "$ROOT/README.md" >Makefile
    cp "$FIXTURES/pages/wire.html" good.html
    cp good.html more.html
    make -s >log 2>&1
    [ "$(wc -l <good.csv)" -gt 5 ]
    [ "$(wc -l <more.csv)" = "$(wc -l <good.csv)" ]
    # Gzip is refused; what cannot be opened fails.
    echo broken | gzip >zipped.html
    ln -s nowhere gone.html
    rm good.csv more.csv
    make -k -j2 >log 2>&1 && return 1
    [ "$(ls *.csv)" = $'good.csv\nmore.csv' ]
    grep -q 'zcat FILE | clean' log
}

@test "the README's command for articles in a table makes one of events" {
    printf 'url;date;title;body\r\nu/1;2024-05-14;Talks;"Poland threatened Norway on Monday; it rained."\r\n' >articles.csv
    command=$(grep -o 'segment --from=csv .*' "$ROOT/README.md")
    bash -o pipefail -c "$command"
    [ "$(head -n 2 events.csv | tail -n 1 | cut -d, -f 1-6)" = 2024-05-14,2024-05-13,Poland,threaten,THREATEN,Norway ]
    head -n 1 events.csv | grep -q $'^\xef\xbb\xbfdate,.*url'
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
