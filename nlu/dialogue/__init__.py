"""The conversation's common sense, shared by Rasa and by the plain questions that stand in for it.

What the citizen's words mean where they stand (``read``), which question comes next (``questions``) and how it is
worded (``render``). Pure functions over data files; runs on Python 3.10 too, because Rasa's process imports it.
"""
