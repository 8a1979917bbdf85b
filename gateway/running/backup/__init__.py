"""Backup, restore and rehearsal. A backup's folder holds generations, each a database as of one moment, and the
evidence that they share:

    GENERATION/     database.…[.age], evidence.txt (names), manifest.json (written last)
    evidence/       NAME-MARK[.age]: each piece once, however many generations name it
    keys/           TIME.db[.age]: the keys of cases and evidence, two files and no older one
    erased.json     what was erased by then: nothing of it is put back, whatever an older generation holds

    envelope.py     age: encrypted to public keys, opened with the identity that lies elsewhere
    database.py     SQLite by VACUUM INTO, PostgreSQL by pg_dump and psql
    shredding.py    a key for each case: what is erased cannot be read in any copy of any generation any more
    sqlite_rows.py, pg_rows.py    the rows that are sealed by them
    evidence.py     blobs, those that are not in the backup yet
    keys_folder.py  the files of keys, and writing them anew when something was erased
    folder.py       making a generation, forgetting old ones
    restoring.py    putting one back, as often as it takes
    aftermath.py    what must be changed in a database that comes from the past
    rehearsal.py    trying all that, beside the house that runs

Sealed stays sealed: a backup is worth nothing without ``ARZI_PRIVACY__KEY``, which is not in it.
"""  # fmt: skip
