"""``python -m kg``: the command line without an installed script."""

import sys

from kg.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
