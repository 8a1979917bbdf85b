"""Telephone calls in the store: where each stands, what was recorded, what waits for an agent."""
