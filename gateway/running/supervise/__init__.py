"""One supervisor for all processes of a machine: what ``arzi run`` starts.

programs.py says which processes there are, conf.py writes them down for supervisord (http://supervisord.org/),
start.py looks whether they can be started and runs supervisord, control.py talks to it, voices.py says on the terminal
which process speaks, and pages.py which pages to open.
"""
