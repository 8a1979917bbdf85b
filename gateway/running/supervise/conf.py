"""Programs as supervisord reads them: http://supervisord.org/configuration.html."""

import os
import sys
from collections.abc import Iterable, Mapping
from configparser import RawConfigParser
from io import StringIO
from pathlib import Path
from secrets import token_hex
from shlex import join
from shutil import which

from core.errors import ConfigInvalid
from gateway.running.supervise.programs import Program
from gateway.running.supervise.voices import Style

GROUP = "all"
SOCKET = "supervisor.sock"
CONF = "supervisord.conf"
USER = "arzi"


def write_conf(programs: Iterable[Program], var: Path, style: Style = "plain") -> Path:
    """Write supervisord.conf for these programs into ``var``; its path."""
    programs = list(programs)
    conf = RawConfigParser()
    conf.optionxform = str  # type: ignore[assignment, method-assign]
    conf["supervisord"] = {
        "nodaemon": "true",
        "logfile": "/dev/null",
        "logfile_maxbytes": "0",
        "loglevel": "critical",
        "pidfile": str(var / "supervisord.pid"),
        "identifier": "arzi",
        **({"user": "root"} if os.getuid() == 0 else {}),
    }
    password = token_hex(16)
    conf["unix_http_server"] = {"file": str(var / SOCKET), "chmod": "0700", "username": USER, "password": password}
    conf["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    conf["supervisorctl"] = {"serverurl": f"unix://{var / SOCKET}", "username": USER, "password": password}
    conf["eventlistener:voices"] = _voices(style)
    for program in programs:
        conf[f"program:{program.name}"] = _section(program)
    later = [program.name for program in programs if not program.first]
    conf[f"group:{GROUP}"] = {"programs": ",".join(later), "priority": "900"}
    _refuse_comments(conf)
    text = StringIO()
    conf.write(text)
    file = var / CONF
    var.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(_escaped(text.getvalue()), encoding="utf-8")
    return file


def _voices(style: Style) -> dict[str, str]:
    """The process that says which program said what."""
    voices = [sys.executable, "-m", "gateway.running.supervise.voices", *(() if style == "plain" else (f"--{style}",))]
    return {
        "command": join(ending_with_us(voices)),
        "events": "PROCESS_LOG,PROCESS_STATE",
        "buffer_size": "100000",
        "priority": "1",
        "startsecs": "0",
        "autorestart": "true",
        "stderr_logfile": "/dev/fd/2",
        "stderr_logfile_maxbytes": "0",
    }


def ending_with_us(command: Iterable[str]) -> list[str]:
    """The process is told to end when the one that started it is killed, where the system can do that (Linux)."""
    setpriv = which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", *command] if setpriv else list(command)


def _refuse_comments(conf: RawConfigParser) -> None:
    """supervisord takes the rest of a line for a comment after these, wherever they stand. Raises ConfigInvalid."""
    for section in conf.values():
        for key, value in section.items():
            if " ;" in value or " #" in value or "\n" in value:
                raise ConfigInvalid(f"the {key} of {section.name} cannot hold a comment sign: {value}")


def _section(program: Program) -> Mapping[str, str]:
    many = program.count > 1
    return {
        "command": join(ending_with_us(program.command)),
        "directory": str(program.directory),
        "environment": ",".join(f'{name}="{value}"' for name, value in program.environment.items()),
        "process_name": f"{program.name}-%(process_num)d" if many else program.name,
        "numprocs": str(program.count),
        "numprocs_start": "1",
        "priority": "100" if program.first else "900",
        "autostart": "false" if program.waits else "true",
        "autorestart": "unexpected" if program.once else "true",
        "startsecs": "0" if program.once else "1",
        "startretries": "1000000",
        "stopwaitsecs": str(program.stop_within_s),
        "stopasgroup": "true",
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": "NONE",
        "stdout_events_enabled": "true",
    }


def _escaped(text: str) -> str:
    """supervisord expands %(…)s: every other percent sign is doubled."""
    return text.replace("%", "%%").replace("%%(process_num)d", "%(process_num)d")
