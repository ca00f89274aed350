"""The embedded CPU replica engine: pure media functions behind `port.Engine`; no database, no web, no
network.

Read `port` first, then `embedded`, then follow one build: faces, landmarks, head, library, preview_voice;
and one render: speech, phones, talking. Every model comes out of an installed package, verified at load
(`weights`).
"""

import os

# One thread for small linear algebra: the same sums in the same order everywhere, and no spinning against the
# networks' own threads. It holds where this package is imported before NumPy, as the render worker does.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
