"""Letters in the store: the register, what the desk needs to show them, and whose writer is asked."""
