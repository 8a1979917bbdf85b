"""Single turns judged through the engine's own interface: a question, what was known, what a citizen then wrote."""
