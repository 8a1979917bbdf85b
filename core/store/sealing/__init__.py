"""Personal data at rest: the vault, sealed columns, and sealing again with a new key."""
