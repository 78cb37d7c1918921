#!/usr/bin/env python3
"""Runs the examples of a README or man page and compares what they print.

usage: examples.py [--write] FILE...

In Markdown the blocks fenced as ```console count, in mdoc those between `.\\" example` + `.Bd -literal` and `.Ed`.
A line `$ COMMAND` is run by bash (lines that end in a backslash go on), with the tools on the PATH, in an empty folder
from which tests/ can be reached; the lines up to the next `$ ` are what it must print, stdout and stderr together. With --write the file's output
lines are replaced by the real ones. Exit 0 if all agree.
"""
import os
import re
import subprocess
import sys
import tempfile


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


def literal(text):
    """Plain text as literal mdoc text: the inverse."""
    out = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("^", "\\(ha")
    return "\n".join("\\&" + x if x.startswith(".") else x for x in out.replace("~", "\\(ti").replace("`", "\\(ga").split("\n"))


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


def run(command, folder):
    p = subprocess.run(["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder)
    return p.stdout.decode("utf-8", "replace").rstrip("\n")


def check(path, folder, write):
    """Runs the examples of one file in order; returns how many there are and how many differ."""
    text = open(path, encoding="utf-8").read()
    mdoc = not path.endswith(".md")
    count = bad = done = 0
    new_text = ""
    for start, end, block in blocks(text, mdoc):
        new, block_bad = "", bad
        for command, wanted in steps(plain(block) if mdoc else block):
            got = run(command, folder)
            new += "$ " + command + "\n" + (got + "\n" if got else "")
            count += 1
            if got != wanted:
                bad += 1
                if not write:
                    print(f"{path}: $ {command}\nwanted:\n{wanted}\ngot:\n{got}\n")
        agrees = bad == block_bad
        new_text += text[done:start] + (block if agrees else literal(new) if mdoc else new)
        done = end
    if write:
        open(path, "w", encoding="utf-8").write(new_text + text[done:])
    return count, bad


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    os.environ["PATH"] = os.environ.get("BIN", os.path.join(root, "build/bin")) + ":" + os.environ["PATH"]
    os.environ.update(LC_ALL="C.UTF-8", NO_COLOR="1")
    write = "--write" in sys.argv
    total = wrong = 0
    for path in [a for a in sys.argv[1:] if a != "--write"]:
        with tempfile.TemporaryDirectory() as folder:
            os.symlink(os.path.join(root, "tests"), os.path.join(folder, "tests"))
            count, bad = check(path, folder, write)
        total += count
        wrong += bad
    if total == 0:
        sys.exit("no examples found")
    return 1 if wrong and not write else 0


if __name__ == "__main__":
    sys.exit(main())
