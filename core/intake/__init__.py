"""Intake: from a message to what becomes of it. The order of the steps stands in ``steps.py``."""
