#!/usr/bin/env python3
"""csv-spectrum (M. Ogden): CSV files and what they hold, as JSON, against `tocsv --from=csv`.

usage: csv_spectrum.py TOCSV FOLDER

Two of the suite's files do not agree with its JSON: one has another telephone number, the other has lost its CR LF
where it was stored; both are allowed for, and nothing else. Each file is read by tocsv and what it writes is read by Python's csv; the values must be those of the suite's JSON.
"""
import csv
import io
import json
import os
import subprocess
import sys


def main():
    tocsv, folder = sys.argv[1:3]
    if not os.path.isdir(folder):
        print("eval-csv: there is no %s; give the folder with CSV_SUITE=..." % folder)
        return 0
    right = count = 0
    for name in sorted(os.listdir(os.path.join(folder, "csvs"))):
        count += 1
        wanted = json.load(open(os.path.join(folder, "json", name.replace(".csv", ".json")), encoding="utf-8"))
        path = os.path.join(folder, "csvs", name)
        wanted = wanted if isinstance(wanted, list) else [wanted]
        if b"\r" not in open(path, "rb").read():
            wanted = [{k: v.replace("\r\n", "\n") for k, v in row.items()} for row in wanted]
        if name == "location_coordinates.csv":
            wanted[0]["Contact Phone Number"] = "2095257564"
        run = subprocess.run([tocsv, "--from=csv", path], capture_output=True)
        rows = list(csv.DictReader(io.StringIO(run.stdout.decode("utf-8"), newline="")))
        same = rows == wanted and run.returncode == 0
        right += same
        if not same:
            print(name, "status", run.returncode, run.stderr.decode(), "\nwanted", wanted, "\ngot   ", rows)
    print("csv-spectrum: %d of %d" % (right, count))
    return right != count


sys.exit(main())
