"""coprod: listen, write, share, check, and go round again.

Nine rooms and a command, in the order of the cycle: `docs/house.md` shows them.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime calls home once imported
__version__ = "0.1.0"

ROOMS = "store screens pages protect listen write check decide share".split()


def __getattr__(name: str) -> object:
    """Say which notebook to take, where one of the older layout asks."""
    if name in (*ROOMS, "cli", "exporter") or name.startswith("_"):
        raise AttributeError(f"module 'coprod' has no attribute {name!r}")
    raise ImportError(
        f"coprod has no {name}: its rooms are {', '.join(ROOMS)}. This notebook is of "
        "an older layout: take the one of the same number that lies in the folder "
        "notebooks of this coprod. What you decided is kept."
    )
