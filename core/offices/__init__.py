"""Offices, the posts in them, and the staff who may sign in."""
