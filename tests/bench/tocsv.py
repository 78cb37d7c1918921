#!/usr/bin/env python3
"""tocsv against what else turns JSON Lines into CSV: instructions per byte, memory, and a paired table.

usage: tocsv.py BIN OUT [GENERATOR]

GENERATOR makes sentence records (`GENERATOR BYTES` to stdout). Each rival runs in turn with tocsv on the same file, in
ROUNDS rounds; a figure is the best round's CPU seconds (user and system, one core), the ratio is rival by tocsv. The
file is SIZE bytes, 100 MB unless set: on a small one the start of a process counts for more than its work.
PYTHON names a Python with duckdb and csvkit beside it, if they are not on PATH.
"""
import os
import re
import shutil
import subprocess
import sys

ROUNDS = int(os.environ.get("ROUNDS", "2"))
SIZE = int(os.environ.get("SIZE", "100000000"))
FIELDS = "doc url par sent start end text".split()

NODE = r"""
const fs = require('fs'), explode = process.argv[3] === 'explode', out = [];
const q = v => v === undefined || v === null ? '' : typeof v !== 'string' ? '' + v :
    /[",\r\n]/.test(v) ? '"' + v.replace(/"/g, '""') + '"' : v;
const fd = fs.openSync(process.argv[2]), buffer = Buffer.allocUnsafe(1 << 20);
const { StringDecoder } = require('string_decoder');
const decoder = new StringDecoder('utf8');
let rest = '', text = '';
const flush = () => { fs.writeSync(1, text); text = ''; };
for (;;) {
    const n = fs.readSync(fd, buffer, 0, buffer.length);
    const part = rest + (n ? decoder.write(buffer.subarray(0, n)) : decoder.end());
    const lines = part.split('\n');
    rest = n ? lines.pop() : '';
    for (const line of lines) {
        if (!line) continue;
        const r = JSON.parse(line);
        const own = q(r.doc) + ',' + q(r.url) + ',' + r.par + ',' + r.sent + ',' + r.start + ',' + r.end + ',' + q(r.text);
        if (explode) for (const e of r.entities) text += own + ',' + q(e.type) + ',' + q(e.text) + ',' + e.start + ',' + e.end + '\n';
        else text += own + '\n';
    }
    if (text.length > 1 << 16) flush();
    if (!n) break;
}
flush();
"""

DUCKDB = """
import duckdb, sys
c = duckdb.connect(); c.execute("SET threads=1")
source = "read_json('%s', format='newline_delimited', columns={doc:'VARCHAR',url:'VARCHAR',par:'BIGINT',sent:'BIGINT'," \\
    "\\"start\\":'BIGINT',\\"end\\":'BIGINT',text:'VARCHAR',entities:'STRUCT(type VARCHAR,text VARCHAR,\\"start\\" BIGINT,\\"end\\" BIGINT)[]'})" % sys.argv[1]
own = 'doc,url,par,sent,"start","end",text'
flat = "SELECT %s FROM %s" % (own, source)
rows = "SELECT %s,e.type,e.text AS t,e.start AS s,e.end AS z FROM (SELECT %s,unnest(entities) AS e FROM %s)" % (own, own, source)
c.execute("COPY (%s) TO '/dev/stdout' (HEADER)" % (rows if sys.argv[2] == "explode" else flat))
"""


def rivals(python, scratch):
    found = []
    if shutil.which("jq"):
        flat = "[%s]|@csv" % ",".join("." + f for f in FIELDS)
        rows = ". as $r|.entities[]|[%s,.type,.text,.start,.end]|@csv" % ",".join("$r." + f for f in FIELDS)
        found.append(("jq", ["jq", "-r", flat], ["jq", "-r", rows], 40))
    if shutil.which("mlr"):
        found.append(("mlr", ["mlr", "--ijsonl", "--ocsv", "cut", "-o", "-f", ",".join(FIELDS)], None, 80))
    in2csv = os.path.join(os.path.dirname(python), "in2csv")
    in2csv = in2csv if os.path.exists(in2csv) else shutil.which("in2csv")
    if in2csv:
        found.append(("csvkit", [in2csv, "-f", "ndjson"], None, None))
    if subprocess.run([python, "-c", "import duckdb"], stderr=subprocess.DEVNULL).returncode == 0:
        script = os.path.join(scratch, "duck.py")
        open(script, "w").write(DUCKDB)
        found.append(("DuckDB", [python, script, "@", "flat"], [python, script, "@", "explode"], 5))
    if shutil.which("node"):
        script = os.path.join(scratch, "rows.js")
        open(script, "w").write(NODE)
        found.append(("Node", ["node", script, "@", "flat"], ["node", script, "@", "explode"], 15))
    return found


def cpu_seconds(command, path):
    """CPU seconds; the file goes where the command has an @, or at its end."""
    words = [path if w == "@" else w for w in command] if "@" in command else command + [path]
    with open(os.devnull, "w") as null:
        p = subprocess.Popen(words, stdout=null, stderr=null)
        _, status, usage = os.wait4(p.pid, 0)
        p.returncode = status
    if status != 0:
        raise SystemExit("%s ended with %d" % (words[0], status))
    return usage.ru_utime + usage.ru_stime


def peak_kib(command):
    """As GNU time tells: what wait4 says here would include this Python, from before exec."""
    if not os.path.exists("/usr/bin/time"):
        return "-"
    run = subprocess.run(["/usr/bin/time", "-f", "%M"] + command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return run.stderr.split()[-1]


def instructions(command):
    if not shutil.which("valgrind"):
        return None
    run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"] + command,
                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return int(re.search(r"Collected : (\d+)", run.stderr).group(1))


def main():
    if len(sys.argv) < 4 or not os.path.exists(sys.argv[3]):
        print("bench-tocsv: there is no generator of sentence records%s; give it with SENTENCE_GENERATOR=..."
              % ("" if len(sys.argv) < 4 else ": " + sys.argv[3]))
        return
    tocsv, scratch, generator = os.path.join(sys.argv[1], "tocsv"), sys.argv[2], sys.argv[3]
    os.makedirs(scratch, exist_ok=True)
    path, small = os.path.join(scratch, "sentences.jsonl"), os.path.join(scratch, "small.jsonl")
    for name, size in ((path, SIZE), (small, 1000000)):
        if not os.path.exists(name) or abs(os.path.getsize(name) - size) > size / 10:
            with open(name, "w") as out:
                subprocess.run([sys.executable, generator, str(size)], stdout=out, check=True)
    ours = {"flat": [tocsv, "-q", "-f", ",".join(FIELDS)], "exploded": [tocsv, "-q", "-e", "entities"],
            "default": [tocsv, "-q"], "table of types": [tocsv, "-q", "--schema"]}
    start_up = instructions(ours["default"] + ["/dev/null"])
    print("%-22s %12s %12s %12s" % ("tocsv", "instr/byte", "MB/CPU s", "peak KiB"))
    for name, command in ours.items():
        count = instructions(command + [small])
        seconds = min(cpu_seconds(command, path) for _ in range(ROUNDS))
        per_byte = "-" if count is None else "%.1f" % ((count - start_up) / os.path.getsize(small))
        print("%-22s %12s %12.0f %12s"
              % (name, per_byte, os.path.getsize(path) / seconds / 1e6, peak_kib(command + [path])))
    print("\n%-22s %12s %12s %12s %9s" % ("paired", "MB/CPU s", "tocsv", "ratio", "goal"))
    python = os.environ.get("PYTHON", sys.executable)
    for name, flat, rows, goal in rivals(python, scratch):
        for kind, command in (("flat", flat), ("exploded", rows)):
            if not command:
                continue
            pairs = [(cpu_seconds(command, path), cpu_seconds(ours[kind], path)) for _ in range(ROUNDS)]
            theirs, own = min(p[0] for p in pairs), min(p[1] for p in pairs)
            size = os.path.getsize(path) / 1e6
            print("%-22s %12.1f %12.0f %12.1f %9s"
                  % (name + " " + kind, size / theirs, size / own, theirs / own, goal or "-"))


main()
