"""Print the pack's folder, for `pulumi preview --policy-pack "$(python -m talend_processing.policies)"`.

Each argument is a file for `--policy-pack-config`. Check these files first, because Pulumi itself accepts
unknown policy names in them.
"""

from __future__ import annotations

import sys
from pathlib import Path

try:
    from talend_processing.policies.config_file import check_config
    from talend_processing.policies.settings import PolicyConfigError
except ModuleNotFoundError as error:
    sys.exit(f"error: {error.name} is not installed: pip install 'talend-processing[policies]'")

try:
    for config_file in sys.argv[1:]:
        check_config(Path(config_file))
except PolicyConfigError as error:
    sys.exit(f"error: {error}")
print(Path(__file__).with_name("pack"))  # noqa: T201 - the output of the command
