"""A local, in-memory simulator of Talend Cloud's Processing API.

Tests can inject faults and move the simulator's clock forward. The simulator shares no code with the client,
because tests that use both would not find a bug in shared code.
"""

from __future__ import annotations

from talend_processing.simulator.account.clock import Clock
from talend_processing.simulator.account.seed_errors import SeedError
from talend_processing.simulator.account.seeds import DEFAULT_SEED, seed_schema
from talend_processing.simulator.control.faults import KINDS
from talend_processing.simulator.control.open_rules import SWITCHES
from talend_processing.simulator.control.remote_control import SimulatorControl, SimulatorControlError
from talend_processing.simulator.http.operations import OPERATIONS
from talend_processing.simulator.http.server import Simulator

__all__ = [
    "DEFAULT_SEED",
    "KINDS",
    "OPERATIONS",
    "SWITCHES",
    "Clock",
    "SeedError",
    "Simulator",
    "SimulatorControl",
    "SimulatorControlError",
    "seed_schema",
]
