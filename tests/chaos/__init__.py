"""Nothing lost, nothing twice: citizens on all channels write to the real house while its processes are killed and
its services fail; afterwards an account is made from outside. ``make chaos``.

::

    plan.py        how much, how long, on what
    house.py       the house under its own supervisor, and its processes
    provider.py    the other side of Twilio, with the weather it has; post.py is the other side of mail
    citizens.py    who writes: WhatsApp, mail.py, calls.py, letters.py; ledger.py holds what was acknowledged to them
    killer.py      kill -9, the database away, Redis wiped, the disk full, the provider's weather
    account.py     what was acknowledged beside what is kept and what arrived
"""
