"""coprod: listen, write, share, check, and go round again.

Each module is one step of the cycle of coproduction; `docs/method.md` tells the cycle.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # onnxruntime calls home once imported
__version__ = "0.1.0"
