#!/bin/sh
# Runs bats files, two at a time, and closes with `N passed, N failed, N skipped`.
# usage: run.sh FILE.bats...   (JOBS: how many at a time; TAP: a folder that keeps the results)
set -u

out=${TAP:-$(mktemp -d)}
mkdir -p "$out"
rm -f "$out"/*.tap
for file in "$@"; do
    [ -f "$file" ] && printf '%s\n' "$file"
done | OUT=$out xargs -P "${JOBS:-2}" -I '{}' sh -c '
    name=$(echo "$1" | tr / -)
    # A test that hangs fails, and does not hold up the rest.
    timeout -k 10 "${FILE_SECONDS:-900}" bats --tap "$1" >"$OUT/$name.tap" 2>&1 || true
    grep -q "^1\.\." "$OUT/$name.tap" || echo "not ok 0 $1 did not run" >>"$OUT/$name.tap"
' sh '{}'
for tap in "$out"/*.tap; do
    [ -f "$tap" ] || continue
    planned=$(sed -n 's/^1\.\.\([0-9]*\).*/\1/p' "$tap" | head -n 1)
    ran=$(grep -cE '^(not )?ok ' "$tap")
    [ "${planned:-0}" = "$ran" ] || echo "not ok 0 $(basename "$tap" .tap): planned ${planned:-none}, ran $ran" >>"$tap"
done
cat "$out"/*.tap 2>/dev/null | awk '
    /^ok .*# skip/ { skipped++; print; next }
    /^ok / { passed++; failing = 0; next }
    /^not ok / { failed++; failing = 1 }
    /^1\.\./ { next }
    failing || !/^#/ { print }
    END {
        printf "%d passed, %d failed", passed, failed
        if (skipped) printf ", %d skipped", skipped
        printf "\n"
        exit failed > 0 || passed == 0
    }'
status=$?
[ -n "${TAP:-}" ] || rm -rf "$out"
exit $status
