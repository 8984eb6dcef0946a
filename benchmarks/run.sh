#!/usr/bin/env sh
# Compare our grouping with BERTopic's defaults, in an environment of its own:
# sh benchmarks/run.sh FILE.csv --text COLUMN [--label COLUMN...] [--json]
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
if [ ! -x "$here/.venv/bin/python" ]; then
    "${PYTHON:-python3}" -m venv "$here/.venv"
    "$here/.venv/bin/pip" install --quiet --no-deps -r "$here/requirements.txt" >&2
fi
PYTHONPATH="$here/.." exec "$here/.venv/bin/python" "$here/groups.py" "$@"
