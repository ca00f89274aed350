"""`python -m propria`."""

import sys

from propria.cli.main import main

sys.exit(main())
