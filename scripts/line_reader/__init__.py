"""How the line reader's model is made: words, rendered lines, a small network. Nothing here runs in production.

See docs/letters.md for the commands. It needs torch, which is no dependency of Arzi.
"""
