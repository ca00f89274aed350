"""How well the claim guard judges: precision, recall and the unclear rate of its corpora, per part and language.

Run it from the repository: `python benchmarks/claims.py [--json]`. A sentence is stopped when it overclaims or names
somebody unknown. The rules were mended after each part's first run: docs/claim-guard.md has those first runs, which say more.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.vectors.claims.judged import figures  # noqa: E402


def main():
    """Print the figures."""
    found = figures()
    if "--json" in sys.argv:
        print(json.dumps(found))
        return
    for language, halves in found.items():
        for half, row in halves.items():
            print(language, half, *(f"{k} {v}" for k, v in row.items() if k != "wrong"), sep="  ")


if __name__ == "__main__":
    main()
