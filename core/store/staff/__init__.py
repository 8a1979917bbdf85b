"""Staff, and what administrators did and chose."""
