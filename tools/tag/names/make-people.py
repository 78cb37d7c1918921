#!/usr/bin/env python3
"""make-people.py FAKER_DIR >people.tsv

First names and surnames in Latin letters from the word lists of the Python package Faker (MIT licence), by language,
without words that common.tsv has and without countries. FAKER_DIR: the folder that holds the package `faker`.
"""
import importlib
import os
import pkgutil
import re
import sys

sys.path.insert(0, sys.argv[1])
import faker.providers.person as person  # noqa: E402

here = os.path.dirname(os.path.abspath(__file__))
common = set()
for line in open(os.path.join(here, "common.tsv"), encoding="utf-8"):
    if line.startswith("common\t"):
        common.update(line.rstrip("\n").split("\t")[1].split("|"))

# Countries that the news hardly ever means as anybody's first name.
LANDS = {"America", "Ceylon", "China", "Cuba", "India", "Kenya", "Malaya", "Oman", "Zaire"}
OK = re.compile(r"^[A-ZÀ-ÖØ-ÞĀ-ſƠƯḀ-ỹ][a-zà-öø-ÿā-ſơưḀ-ỹA-Z'’-]+( [A-ZĐḀ-ỹ][a-zḀ-ỹ]+)?$")


def flat(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key in value:
            yield from flat(key)
    elif isinstance(value, (list, tuple)):
        for v in value:
            yield from flat(v[0] if isinstance(v, tuple) and v else v)


def main():
    first, last = set(), set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            kind = first if "first_name" in attribute or "first_romanized" in attribute else last if "last_name" in attribute or "last_romanized" in attribute else None
            if kind is None or callable(getattr(provider, attribute)):
                continue
            for name in flat(getattr(provider, attribute)):
                if OK.match(name) and name.lower() not in common and len(name) > 1:
                    kind.add(name)
    print("# First names and surnames; made by make-people.py, which names the source and its licence.")
    for kind, names in (("given", first), ("surname", last)):
        names = sorted(names - LANDS if kind == "given" else names)
        for i in range(0, len(names), 16):
            print(kind + "\t" + "|".join(names[i:i + 16]))


main()
