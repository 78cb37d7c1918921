# dedupe: an index that is killed at any moment, and memory.
load ../helper

# Of each chunk that was delivered whole (status 0) nothing may come out again; of one that was killed anything may,
# but what the index holds must be readable and the next run must work.
kill_at_random() { # kill_at_random KILLS [OPTION...]
    python3 - "$@" <<'P'
import os, random, signal, subprocess, sys, time
kills, options = int(sys.argv[1]), sys.argv[2:]
rng = random.Random(11)

def text(number): # of 40 words, all its own, so that no two are near each other
    return " ".join(f"w{number}x{i}" for i in range(40)) if options else f"line {number} of the input"

committed = set()
number = 0
done = killed = 0
while killed < kills:
    lines = [text(number + i) for i in range(rng.randrange(1, 600 if options else 3000))]
    number += len(lines)
    again = rng.sample(sorted(committed), min(len(committed), 200)) if committed else []
    process = subprocess.Popen(["dedupe", *options, "--index", "seen"], stdin=subprocess.PIPE, stdout=open("out", "wb"),
                               stderr=open("err", "wb"))
    data = "".join(x + "\n" for x in lines + again).encode()
    kill_at = time.time() + rng.random() * 0.08
    try:
        process.stdin.write(data)
        process.stdin.close()
    except BrokenPipeError:
        pass
    while process.poll() is None and time.time() < kill_at:
        time.sleep(0.0002)
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    status = process.wait()
    if status == 0:
        got = open("out", encoding="utf-8").read().splitlines()
        repeated = committed.intersection(got)
        assert not repeated, f"committed, and out again: {sorted(repeated)[:3]}"
        committed.update(lines)
        done += 1
    else:
        assert status == -signal.SIGKILL, (status, open("err").read())
        killed += 1
assert done >= kills / 20, done
P
}

@test "an index killed at random moments is never damaged and loses nothing committed" {
    kill_at_random "${KILLS:-300}"
}

@test "an index of sketches killed at random moments is never damaged and loses nothing committed" {
    kill_at_random "${KILLS:-300}" --near
}

@test "a full disk while the index is written leaves the old index whole" {
    seq 1 1000 | dedupe --index seen >/dev/null
    cp -r seen before
    status=0
    (trap '' XFSZ; ulimit -f 100; seq 1 100000 | dedupe --index seen >/dev/null 2>err) || status=$?
    [ $status = 3 ]
    cmp seen/manifest.json before/manifest.json
    [ "$(seq 1 1001 | dedupe --index seen)" = 1001 ]
}

@test "memory stays within 5% of --memory" {
    python3 - >in <<'P'
import random
r = random.Random(2)
for i in range(6000000):
    print(f"{r.getrandbits(64):x}")
P
    command -v /usr/bin/time >/dev/null || skip "no time(1)"
    /usr/bin/time -f %M dedupe --memory 64M in 2>peak >/dev/null
    [ "$(cat peak)" -le $((64 * 1024 * 105 / 100)) ]
}

# Several generations of spilled texts, and runs that are merged.
@test "memory stays within 5% of --memory with --near, too" {
    command -v /usr/bin/time >/dev/null || skip "no time(1)"
    python3 -c '
import random
r = random.Random(3)
words = ["".join(r.choice("abcdefghijklmnop") for _ in range(r.randrange(2, 9))) for _ in range(60000)]
for i in range(500000):
    print("{\"text\":\"" + " ".join(r.choices(words, k=r.randrange(28, 48))) + "\"}")' |
        /usr/bin/time -f %M dedupe --near --memory 128M 2>peak >/dev/null
    [ "$(cat peak)" -le $((128 * 1024 * 105 / 100)) ]
}
