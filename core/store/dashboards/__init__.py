"""Numbers: running sums for dashboards, and how the channels stand."""
