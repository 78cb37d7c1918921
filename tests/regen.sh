#!/bin/sh
# Makes what is golden again, from what the tools print now, and shows the difference for a person to judge.
# usage: BIN=build/bin regen.sh
set -eu
pages=$(grep -l '^\.\\" example' man/*.[157])
# shellcheck disable=SC2086
python3 tests/examples.py --write README.md $pages
git --no-pager diff --stat -- README.md man
git --no-pager diff -- README.md man
