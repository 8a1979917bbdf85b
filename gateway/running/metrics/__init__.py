"""What is counted and timed, for Prometheus. What tells of it is a ``Meters`` (gateway/running/observing.py).

    prometheus.py  counters and histograms of this machine's processes, shared by files in var/metrics
    standing.py    how things stand, read from the database when it is asked
    page.py        both as one text
    serving.py     the counts of a machine without pages
"""  # fmt: skip
