#!/usr/bin/env python3
"""Reads lines on standard input, writes document records of about 3 KB to standard output, a paragraph a line."""
import json
import sys

lines, size, number = [], 0, 0


def flush():
    global lines, size, number
    number += 1
    record = {"id": str(number), "source": f"page{number}.html", "lang": "en", "text": "\n\n".join(lines)}
    print(json.dumps(record, ensure_ascii=False))
    lines, size = [], 0


for line in sys.stdin:
    if line.strip():
        lines.append(line.rstrip("\n"))
        size += len(line)
    if size > 3000:
        flush()
if lines:
    flush()
