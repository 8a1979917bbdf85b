"""From a picture to a flat, light, upright page."""
