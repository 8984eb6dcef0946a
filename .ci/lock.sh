#!/usr/bin/env bash
# Renew both locks (needs uv). No index address is written into them.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { uv pip compile "$@" --universal --generate-hashes --no-emit-index-url --no-annotate --no-header -q; }
compile pyproject.toml --group build -o requirements.txt
compile --group test -c requirements.txt -o requirements-test.full
python3 - <<'PY'
"""The test lock holds only what the main lock does not."""
import re
def blocks(path):
    return re.findall(r"^[a-zA-Z].*\n(?:[ \t].*\n)*", open(path).read(), flags=re.M)
main = {block.split("==")[0] for block in blocks("requirements.txt")}
extra = [b for b in blocks("requirements-test.full") if b.split("==")[0] not in main]
open("requirements-test.txt", "w").write("".join(extra))
print(*[block.split(" ")[0] for block in extra])
PY
rm requirements-test.full
