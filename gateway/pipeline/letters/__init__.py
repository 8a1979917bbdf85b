"""Letters behind the desk: kept with their pictures, read again, and their writers told."""
