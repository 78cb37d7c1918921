"""Helps tests/tag-events.bats: makes records of sentences, runs tag on them, and says what its events are.

usage: tag-events.py events TEXT... | all TEXT... | show <RECORDS | get MEMBER... <RECORDS | modality FILE | examples FRAMES.tsv
                     | manual man/tag.1
"""
import json
import subprocess
import sys


def line(event):
    target = f" > {event['target']}" if event.get("target") else ""
    return f"{event['code']} {event.get('actor', 'none')}{target}"


def tag(texts, *options):
    rows = "".join(json.dumps({"id": f"t{n}", "doc": f"t{n}", "text": t}) + "\n" for n, t in enumerate(texts))
    out = subprocess.run(["tag", "-q", *options], input=rows.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(x).get("events", []) for x in out.decode().splitlines()]


def read(stream):
    for x in stream:
        yield from json.loads(x).get("events", [])


def show(events):
    for e in events:
        print(f"{line(e)} ({e['modality']})")


def rows(path, kind=None):
    for x in open(path, encoding="utf-8"):
        fields = x.rstrip("\n").split("\t")
        if len(fields) == 3 and not x.startswith("#") and kind in (None, fields[0]):
            yield fields


def modality(path):
    wanted = list(rows(path))
    for (kind, text, event), found in zip(wanted, tag([w[1] for w in wanted])):
        if not any(e["modality"] == kind and line(e) == event for e in found):
            print(f"{kind}: {text} wants {event}, has {[line(e) + ' ' + e['modality'] for e in found]}")
    kinds = [w[0] for w in wanted]
    for kind in sorted(set(kinds)):
        if kinds.count(kind) < 20:
            print(f"only {kinds.count(kind)} sentences for {kind}")


def examples(path):
    """What frames find may be unsure; what must not be found must not be found by default."""
    wanted = list(rows(path, "="))
    texts = [w[1] for w in wanted]
    for (_, text, events), found, unsure in zip(wanted, tag(texts), tag(texts, "--all-events")):
        has = [line(e) for e in (found if events == "none" else unsure)]
        if (has if events == "none" else not all(x.strip() in has for x in events.split(";"))):
            print(f"{text} wants {events}, has {has}")


def manual(path):
    """The sentences and events of the manual's EVENTS section, each event in its line with a tab."""
    block = open(path, encoding="utf-8").read().split(".Bd -literal -compact\n")[1].split(".Ed")[0]
    texts, wanted = [], []
    for x in block.splitlines():
        if x.startswith("\t"):
            wanted[-1].append(x.strip())
        elif texts and not wanted[-1]:
            texts[-1] += " " + x
        else:
            texts.append(x)
            wanted.append([])
    for text, want, found in zip(texts, wanted, tag(texts)):
        has = []
        for e in found:
            more = [e.get("date"), e.get("place"), e["modality"] if e["modality"] != "happened" else None]
            has.append((line(e), {m for m in more if m}))
        for w in want:
            parts = w.split(", ")
            if not any(l == parts[0] and set(parts[1:]) <= more for l, more in has):
                print(f"{text} wants {w}, has {has}")
        if len(want) != len(has):
            print(f"{text} wants {len(want)} events, has {has}")


def main():
    what, arguments = sys.argv[1], sys.argv[2:]
    if what in ("events", "all"):
        for found in tag(arguments, *(["--all-events"] if what == "all" else [])):
            show(found)
    elif what == "show":
        show(read(sys.stdin))
    elif what == "get":
        for e in read(sys.stdin):
            print("\t".join(str(e.get(m, "-")) for m in arguments))
    elif what == "modality":
        modality(*arguments)
    elif what == "manual":
        manual(*arguments)
    elif what == "examples":
        examples(*arguments)


main()
