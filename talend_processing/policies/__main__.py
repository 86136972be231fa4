"""Print the pack's folder, for `pulumi preview --policy-pack "$(python -m talend_processing.policies)"`.

First check each file given as an argument. It is a file for `--policy-pack-config`, in which Pulumi itself
accepts unknown policy names.
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
    for argument in sys.argv[1:]:
        check_config(Path(argument))
except PolicyConfigError as error:
    sys.exit(f"error: {error}")
print(Path(__file__).with_name("pack"))  # noqa: T201 - the output of the command
