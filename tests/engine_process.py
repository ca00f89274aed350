"""An engine in a process of its own, as a neural service would be: `python -m tests.engine_process FOLDER TOKEN`."""

import sys
import time
from pathlib import Path

from propria.replicas.elsewhere.serving import served
from propria.replicas.engine import port
from tests.engines import PoliteEngine


def main() -> None:
    """Serve until the pipe is closed; the address is the first line that is printed."""
    engine = PoliteEngine(Path(sys.argv[1]))
    looked = engine.look

    def slowly(look: port.Look, on_step: port.OnStep) -> port.Seen:
        time.sleep(0.3)
        return looked(look, on_step)

    engine.look = slowly  # type: ignore[method-assign]
    with served(engine, token=sys.argv[2]) as address:
        print(address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
