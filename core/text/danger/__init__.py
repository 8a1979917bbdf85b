"""The parts of ``core.text.urgent``: a text's clauses, what their words mean, and what has been learnt of both."""
