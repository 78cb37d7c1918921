#!/usr/bin/env python3
"""Runs the examples of a README or man page and compares what they print.

usage: examples.py [--write] FILE...

In Markdown the blocks fenced as ```console count, in mdoc those between `.\\" example` + `.Bd -literal` and `.Ed`.
A line `$ COMMAND` is run by bash in the folder that this is started in (lines that end in a backslash go on); the lines
up to the next `$ ` are what it must print, stdout and stderr together. With --write (Markdown only) the file's output
lines are replaced by the real ones. Exit 0 if all agree.
"""
import re
import subprocess
import sys


def blocks(text, mdoc):
    if mdoc:
        for m in re.finditer(r'^\.\\" example\n\.Bd [^\n]*\n(.*?)^\.Ed', text, re.S | re.M):
            yield m.start(1), m.end(1), m.group(1)
    else:
        for m in re.finditer(r"^```console\n(.*?)^```", text, re.S | re.M):
            yield m.start(1), m.end(1), m.group(1)


def plain(mdoc_text):
    """What mandoc would show of literal mdoc text: the few escapes that the pages use."""
    out = mdoc_text.replace("\\&", "").replace("\\(aq", "'").replace("\\(dq", '"').replace("\\-", "-")
    return out.replace("\\(ha", "^").replace("\\(ti", "~").replace("\\(ga", "`").replace("\\e", "\\")


def steps(block):
    """[(command, expected output)]"""
    found, lines, i = [], block.split("\n"), 0
    while i < len(lines):
        if not lines[i].startswith("$ "):
            i += 1
            continue
        command = lines[i][2:]
        while command.endswith("\\"):
            i += 1
            command += "\n" + lines[i]
        i += 1
        out = []
        while i < len(lines) and not lines[i].startswith("$ "):
            out.append(lines[i])
            i += 1
        found.append((command, "\n".join(out).rstrip("\n")))
    return found


def run(command):
    p = subprocess.run(["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return p.stdout.decode("utf-8", "replace").rstrip("\n")


def main():
    write = "--write" in sys.argv
    bad = count = 0
    for path in [a for a in sys.argv[1:] if a != "--write"]:
        text = open(path, encoding="utf-8").read()
        mdoc = not path.endswith(".md")
        for start, end, block in reversed(list(blocks(text, mdoc))):
            new = ""
            for command, wanted in steps(plain(block) if mdoc else block):
                got = run(command)
                new += "$ " + command + "\n" + (got + "\n" if got else "")
                count += 1
                if got != wanted:
                    bad += 1
                    if not write:
                        print(f"{path}: $ {command}\nwanted:\n{wanted}\ngot:\n{got}\n")
            if write and not mdoc:
                text = text[:start] + new + text[end:]
        if write and not mdoc:
            open(path, "w", encoding="utf-8").write(text)
    if count == 0:
        sys.exit("no examples found")
    return 1 if bad and not write else 0


if __name__ == "__main__":
    sys.exit(main())
