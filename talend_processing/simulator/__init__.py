"""Talend Cloud's Processing API, served locally from memory, with faults and a clock on demand.

It shares no code with the client: it is what the client is tested against.
"""

from __future__ import annotations

from talend_processing.simulator.clock import Clock
from talend_processing.simulator.control import SimulatorControl, SimulatorControlError
from talend_processing.simulator.faults import KINDS
from talend_processing.simulator.operations import OPERATIONS
from talend_processing.simulator.seed_errors import SeedError
from talend_processing.simulator.seeds import DEFAULT_SEED, seed_schema
from talend_processing.simulator.server import Simulator
from talend_processing.simulator.switches import SWITCHES

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
