"""What is published: read from the sums and the tickets once a day, kept as it was told."""
