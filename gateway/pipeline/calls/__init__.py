"""The helpline's calls.

steps.py answers each request, effects.py does what a step asks of the house, talking.py is the dialogue and
understanding of words; ended.py is what becomes of a call that is over, made.py calls that we make.
"""
