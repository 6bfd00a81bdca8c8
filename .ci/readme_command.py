"""Print the README's n-th command, so that what is examined is what people copy."""

from __future__ import annotations

import re
import sys
from pathlib import Path

blocks = re.findall(r"^```sh\n(.+?)^```", Path("README.md").read_text("utf-8"), re.M | re.S)
print(blocks[int(sys.argv[1]) - 1].strip())
