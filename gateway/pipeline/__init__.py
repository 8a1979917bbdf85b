"""What moves a message: accepted, handled in order, its answers delivered, its files fetched; and what time brings."""
