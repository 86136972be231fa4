"""The same resources with a provider that does nothing: what the engine itself costs."""

import pulumi

from benchmarks.empty_provider import Engine, Profile

count = pulumi.Config().require_int("count")

for number in range(count // 10):
    engine = Engine(f"engine-{number}")
    for profile in range(9):
        Profile(f"profile-{number}-{profile}", engine)
