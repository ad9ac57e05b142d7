"""Other date taggers, run beside kb on the same cases.

Each peer lives in an environment of its own under a folder that the user names, outside the project:

    python -m benchmarks.peers DIR              # install all that can be installed (pip and npm)
    python -m benchmarks.peers DIR chrono       # or some
    python -m benchmarks.dates --peers DIR      # run those that are installed

A peer is a short program in this folder. It reads JSON lines {"text", "reference", "lang"} until the end of
its input and answers with a line {"mentions": [[start, end, starts_on, ends_on], …]} for each, days inclusive
and null where open, offsets in code points; then with a line {"seconds": s}, the time that the reading took,
start-up left out.
"""
