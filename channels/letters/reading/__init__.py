"""From a page to words, each with how sure it is and where it stands."""
