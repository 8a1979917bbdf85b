"""The tests. Numpy's products stay on one thread each, as in production (channels/letters/__init__.py)."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
