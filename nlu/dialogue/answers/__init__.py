"""Answers, by what was asked: by_question.py has the table."""
