"""From a file, whoever made it, to pictures of pages: opened by a process of its own, within limits."""
