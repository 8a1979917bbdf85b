"""The daily signed head of what happened, sent off the machine, and the store checked against all that there are.

    ways.py       where heads go: a folder, mail, HTTP, a time stamp (RFC 3161)
    stamping.py   asking for time stamps, and checking them
    checking.py   everything that `arzi verify` checks of histories and heads, and its result for /metrics
    daily.py      once a day, from a thread of `arzi cron`
"""  # fmt: skip
