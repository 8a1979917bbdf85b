"""What the rooms of the web take from one place: names and labels, languages, files in and out, codes, throttling."""
