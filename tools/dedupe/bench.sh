#!/bin/sh
# Speed of dedupe beside sort -u, awk and datasketch (where Python has it), all in one run: seconds of processor time,
# and MB/s from them. usage: BIN=dir OUT=dir SETS=dir bench.sh
set -eu
: "${BIN:=build/bin}" "${OUT:=build/bench}" "${SETS:=../shared/data/dedupe}"
mkdir -p "$OUT"

# Lines of some 190 bytes, each second one a copy of an earlier one.
[ -s "$OUT/lines.txt" ] || python3 - >"$OUT/lines.txt" <<'P'
import random
r = random.Random(1)
words = ["".join(r.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(r.randrange(2, 10))) for _ in range(5000)]
lines = []
for i in range(1000000):
    if i % 2 == 0:
        lines.append(" ".join(r.choice(words) for _ in range(28)) + " " + str(i))
        print(lines[-1])
    else:
        print(r.choice(lines))
P

measure() { # measure NAME FILE COMMAND...
    name=$1 file=$2
    shift 2
    cat "$file" >/dev/null
    python3 - "$name" "$file" "$@" <<'P'
import os, resource, subprocess, sys
name, path, command = sys.argv[1], sys.argv[2], sys.argv[3:]
with open(path, "rb") as data, open(os.devnull, "wb") as nothing:
    subprocess.run(command, stdin=data, stdout=nothing, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = used.ru_utime + used.ru_stime
size = os.path.getsize(path)
print(f"{name:34} {seconds:8.2f} s {size / 1e6 / seconds:9.1f} MB/s {used.ru_maxrss / 1024:8.0f} MiB")
P
}

echo 'lines of 190 bytes, half of them unique:'
measure 'dedupe' "$OUT/lines.txt" "$BIN/dedupe"
measure 'sort -u' "$OUT/lines.txt" env LC_ALL=C sort -u
measure 'awk !seen[$0]++' "$OUT/lines.txt" awk '!seen[$0]++'

if [ -f "$SETS/public_doc.in.jsonl.gz" ]; then
    zcat "$SETS/public_doc.in.jsonl.gz" >"$OUT/docs.jsonl"
    echo 'documents:'
    measure 'dedupe' "$OUT/docs.jsonl" "$BIN/dedupe"
    measure 'dedupe --near' "$OUT/docs.jsonl" "$BIN/dedupe" --near
    measure 'dedupe --near -j 2 (both threads)' "$OUT/docs.jsonl" "$BIN/dedupe" --near -j 2
    if python3 -c 'import datasketch' 2>/dev/null; then
        head -n 1500 "$OUT/docs.jsonl" >"$OUT/docs-1500.jsonl"
        measure 'datasketch (1,500 documents)' "$OUT/docs-1500.jsonl" python3 -c '
import json, re, sys
from datasketch import MinHash, MinHashLSH
lsh = MinHashLSH(threshold=0.5, num_perm=128)
for i, line in enumerate(sys.stdin):
    words = re.findall(r"\w+", json.loads(line)["text"].lower())
    hashes = MinHash(num_perm=128)
    hashes.update_batch([" ".join(words[k:k + 5]).encode() for k in range(max(1, len(words) - 4))])
    if not lsh.query(hashes):
        lsh.insert(str(i), hashes)
        sys.stdout.write(line)
'
    fi
fi
