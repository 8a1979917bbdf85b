"""Talking to the supervisor that runs: http://supervisord.org/api.html."""

from configparser import RawConfigParser
from http.client import HTTPException
from pathlib import Path
from xmlrpc.client import Fault, ProtocolError, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from gateway.running.supervise.conf import CONF, SOCKET, USER


def control(var: Path) -> ServerProxy:
    """The interface of the supervisor that was last started with this folder. Nothing is asked of it yet."""
    conf = RawConfigParser()
    conf.read(var / CONF, encoding="utf-8")
    password = conf.get("supervisorctl", "password", fallback=None)
    return ServerProxy("http://127.0.0.1", transport=SupervisorTransport(USER, password, f"unix://{var / SOCKET}"))


def running(var: Path) -> int | None:
    """Its process id; None when there is none."""
    try:
        pid = control(var).supervisor.getPID()
    except (OSError, HTTPException, ProtocolError, Fault):
        return None
    return pid if isinstance(pid, int) else None
