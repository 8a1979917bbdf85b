"""What keeps the processes running and lets them be seen: supervisor, logs, counts, signs of life, backups."""
