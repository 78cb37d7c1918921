#!/usr/bin/env python3
"""What the record layer costs: check a line and append a member; four such stages in a pipe.

usage: record.py RECORD_APPEND OUT GENERATOR
"""
import os
import re
import resource
import shutil
import subprocess
import sys


def main():
    stage, scratch, generator = sys.argv[1:4]
    if not os.path.exists(generator):
        print("bench-record: there is no %s; give a generator of sentence records with SENTENCE_GENERATOR=..." % generator)
        return
    os.makedirs(scratch, exist_ok=True)
    small, large = os.path.join(scratch, "small.jsonl"), os.path.join(scratch, "large.jsonl")
    with open(small, "w") as out:
        subprocess.run([sys.executable, generator, "1000000"], stdout=out, check=True)
    with open(large, "wb") as out:
        for _ in range(100):
            out.write(open(small, "rb").read())
    if shutil.which("valgrind"):
        run = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", stage, "x"],
                             stdin=open(small), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        count = int(re.search(r"Collected : (\d+)", run.stderr).group(1))
        print("check and append: %.1f instructions per byte, reading and writing included" % (count / os.path.getsize(small)))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    pipe = " | ".join("'%s' %s" % (stage, name) for name in "abcd")
    subprocess.run(["sh", "-c", pipe], stdin=open(large), stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print("four stages: %.2f CPU seconds per 100 MB" % (seconds * 1e8 / os.path.getsize(large)))


main()
