"""Letters: hostile files, preparation, reading, fields."""
