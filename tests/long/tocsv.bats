# tocsv on more than `make check` has time for: a million random records out and back.
load ../helper

COLUMNS=s,t,n,w,j,u

@test "a million random records come back through libcsv without one difference" {
    "$UNIT/tocsv_roundtrip" make 1000000 5 >in
    tocsv -q --nested=json -f $COLUMNS in >rows.csv
    "$UNIT/tocsv_roundtrip" check 1000000 5 <rows.csv
}

@test "a million random records come back through Python's csv without one difference" {
    "$UNIT/tocsv_roundtrip" make 1000000 6 | tocsv -q --nested=json -f $COLUMNS >rows.csv
    "$UNIT/tocsv_roundtrip" plain 1000000 6 >values
    python3 - <<'P'
import csv, sys
if sys.version_info < (3, 11):
    print("Python before 3.11 does not read NULs: not compared")
    raise SystemExit
csv.field_size_limit(1 << 30)
rows = csv.reader(open("rows.csv", newline="", encoding="utf-8"), strict=True)
next(rows)
count = 0
for row, line in zip(rows, open("values")):
    count += 1
    if "\t".join(cell.encode("utf-8").hex().upper() for cell in row) != line.rstrip("\n"):
        sys.exit("row %d differs: %r" % (count, row))
assert count == 1000000 and next(rows, None) is None
P
}

@test "a million random records, NULs apart, come back through SQLite's import without one difference" {
    command -v sqlite3 >/dev/null || skip "sqlite3 is not installed"
    "$UNIT/tocsv_roundtrip" make 1000000 7 nonul >in
    tocsv -q --nested=json -o rows.csv -f $COLUMNS in
    { echo 'CREATE TABLE rows (s TEXT, t TEXT, n TEXT, w TEXT, j TEXT, u TEXT);'
        tocsv -q --schema --nested=json -f $COLUMNS in | sed -n '/^\./p'; } | sqlite3 db
    sqlite3 -noheader -separator '	' db 'SELECT hex(s), hex(t), hex(n), hex(w), hex(j), hex(u) FROM rows ORDER BY rowid' >got
    "$UNIT/tocsv_roundtrip" plain 1000000 7 nonul | cmp - got
}

@test "memory does not follow the input: 400 MB in 8 MB" {
    [ -x /usr/bin/time ] || skip "GNU time is not installed"
    "$UNIT/tocsv_roundtrip" make 20000 8 >part
    for i in $(seq 80); do cat part; done | /usr/bin/time -f %M -o kib tocsv -q --nested=json -f $COLUMNS >/dev/null
    cat kib
    [ "$(tail -n 1 kib)" -le 8192 ]
}
