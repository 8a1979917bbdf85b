"""What is published to everybody, and how nobody can be found behind it. Pure functions.

    subjects.py  what has a page and a line of its own      cells.py    no cell under k persons, rounding
    records.py   the published lines of one day             measures.py what is counted, and in which words
    files.py     CSV                                        catalogue.py data package, CSVW and DCAT of those files

docs/open-data.md says what is promised, and what is not.
"""  # fmt: skip
