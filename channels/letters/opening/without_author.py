"""A PDF's pages in a new document, without the old one's author, dates, scripts and attachments. A process of its own,
as ``unpack.py``: reads the file from standard input and writes the new one to standard output; exit status 1 where it
cannot be opened."""

import io
import resource
import sys

import pypdfium2 as pdfium

_MEMORY, _SECONDS = 900_000_000, 20


def rewritten(content: bytes) -> bytes:
    """Raises pdfium.PdfiumError."""
    old, new = pdfium.PdfDocument(content), pdfium.PdfDocument.new()
    new.import_pages(old)
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()


def main() -> int:
    """The process."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(rewritten(sys.stdin.buffer.read()))
    except pdfium.PdfiumError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
