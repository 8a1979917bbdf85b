"""120 simulated citizens, each holding a whole conversation with the real Rasa through the real gateway in one process.

people.py who they are (thirty goals in four languages, ten tempers), street.py the house and the phones, talk.py how
they write and answer, judge.py what counts as right, report.py the figures. ``make eval-citizens``.
"""
