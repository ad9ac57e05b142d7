"""`python -m benchmarks.peers DIR [NAME...]` installs peers."""

import sys

from benchmarks.peers.registry import main

sys.exit(main(sys.argv[1:]))
