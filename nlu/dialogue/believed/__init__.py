"""Fields that are proven and not assumed: places, people's names, and what the tagger marked."""
