"""The limit of accepting mail: bare aiosmtpd, which writes each mail to a file and syncs it. No Arzi in it."""

import asyncio
import os
import sys
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP


class Files:
    """One file a mail, on disk before 250 is said."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002 - aiosmtpd's name
        place = self._folder / f"{next(self._numbers)}.eml"
        await asyncio.get_running_loop().run_in_executor(None, _write, place, envelope.original_content)
        return "250 OK"


def _write(place: Path, content: bytes) -> None:
    with place.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


async def serve(folder: Path, port: int) -> None:
    """Take mail for ever."""
    loop = asyncio.get_running_loop()
    files = Files(folder)
    server = await loop.create_server(lambda: SMTP(files, hostname="bare", loop=loop), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
