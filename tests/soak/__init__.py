"""A soak: the house runs for hours under mixed load, and nothing may grow without a cause (docs/performance.md).

    plan.py     how long, how much, on what
    load.py     citizens on every channel at an even pace, and officers at their desk
    samples.py  what is measured again and again: memory, descriptors, connections, disk, queues, tables
    verdict.py  what has grown by the hour, and what must not have
    run.py      one run from its start to its table

The people and the outside world are the storm's (tests/chaos), on a quiet day.
"""  # fmt: skip
