"""coprod: listen, write, share, check, and go round again.

Each module is one step of the cycle of coproduction; `docs/method.md` tells the cycle.
"""

__version__ = "0.1.0"
