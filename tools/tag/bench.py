#!/usr/bin/env python3
"""Speed and memory of tag on free news text, the cost of a long list of names, and spaCy's speed where installed."""
import json
import os
import subprocess
import sys
import time

BIN, OUT, SHARED = (os.environ[name] for name in ("BIN", "OUT", "SHARED"))


def run(arguments, path):
    """Seconds of processor time and largest resident size in KiB of one run."""
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen([os.path.join(BIN, "tag"), *arguments, path], stdout=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"tag {' '.join(arguments)}: status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    os.makedirs(OUT, exist_ok=True)
    texts = [json.loads(line)["text"] for line in open(os.path.join(SHARED, "data/tag/ner_voa_train.jsonl"), encoding="utf-8")]
    path, empty = os.path.join(OUT, "tag.jsonl"), os.path.join(OUT, "empty.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for i, text in enumerate(texts * 2):
            out.write(json.dumps({"doc": i // 20, "date": "2008-05-05", "text": text}, ensure_ascii=False) + "\n")
    open(empty, "w").close()
    size = 2 * sum(len(text.encode()) for text in texts)
    print(f"{size} bytes of text, processor time")
    for what, arguments in (("lists of names alone", ["--only-names"]), ("all types", ["--no-events"]), ("with events", [])):
        seconds, memory = min(run(arguments, path) for _ in range(3))
        print(f"  {what}: {size / seconds / 1e6:.1f} MB/s, {memory} KiB resident")
    names, compiled = os.path.join(OUT, "names.tsv"), os.path.join(OUT, "names.bin")
    with open(names, "w") as out:
        for i in range(200000):
            out.write(f"Zor{i % 449} Vel{i // 449} Body\tORG\n")
    subprocess.run([os.path.join(BIN, "tag"), f"--names={names}", f"--compile-names={compiled}"], stdin=subprocess.DEVNULL, check=True)
    with_names = min(run(["--only-names", f"--names={compiled}"], empty)[0] for _ in range(9))
    without = min(run(["--only-names"], empty)[0] for _ in range(9))
    print(f"  200,000 names of the user's own: {1000 * max(0, with_names - without):.1f} ms more at the start")
    try:
        import spacy
        pipeline = spacy.load("en_core_web_sm")
    except (ImportError, OSError):
        print("  spaCy: not installed here")
        return
    start = time.process_time()
    for _ in pipeline.pipe(texts[:2000]):
        pass
    part = sum(len(text.encode()) for text in texts[:2000])
    print(f"  spaCy en_core_web_sm: {part / (time.process_time() - start) / 1e6:.2f} MB/s")


main()
