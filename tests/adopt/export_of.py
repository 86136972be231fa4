"""Exports an account that is simulated in this process, and adopts what it exported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from mock_engine import preview_of
from odd_accounts import Oddity

from talend_processing.adopt.account import Account
from talend_processing.adopt.account_reader import read_account
from talend_processing.adopt.export.manifest import Style
from talend_processing.adopt.export.program import Options, Program, build_program
from talend_processing.adopt.filters import Filters
from talend_processing.adopt.plan.matching import make_plan
from talend_processing.adopt.plan.model import Plan
from talend_processing.adopt.plan.preview import Preview
from talend_processing.client.api import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

Decide: TypeAlias = Callable[..., tuple[Plan, Preview]]
"""Plans the adoption of a program's text."""
ALL = Filters()
MASKED = "what-the-api-masks"


class Exporter:
    """Exports the account of a simulator and plans the adoption of the exported programs."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    def load(self, seed: dict[str, Any], odd: Sequence[Oddity] = ()) -> None:
        """Load an account. Then add members that no seed can contain, as the reference does not list them."""
        self.simulator.load(seed)
        service = self.simulator._service
        with service.lock:
            for one in odd:
                service.account.table(one.table)[one.object_id].update(one.members)

    @contextmanager
    def session(self) -> Iterator[Session]:
        settings = Settings(self.simulator.url, AccessToken("made-up-token"), max_retries=0)
        with TalendClient(settings) as client:
            yield Session(client, api_url=self.simulator.url, wait=client.wait)

    def account(self, filters: Filters = ALL) -> Account:
        with self.session() as session:
            return read_account(session, filters, 4)

    def program(self, style: Style = "resources", filters: Filters = ALL, **options: Any) -> Program:
        return build_program(self.account(filters), filters, Options(style, **options), "fleet")

    def plan(self, program: Program, folder: Path, **options: Any) -> Plan:
        """Run the exported program as a preview does, and plan its adoption."""
        written(program, folder)
        preview = preview_of(folder, config_of(program))
        with self.session() as session:
            return make_plan(session, preview, parallel=4, **options)


def written(program: Program, folder: Path) -> Path:
    """Write the files of a program into a folder, and return the folder."""
    for name, text in program.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def config_of(program: Program) -> Mapping[str, str]:
    """Return the values of the program's secrets. Those that the API masks are made up."""
    return {one.secret.key: one.secret.value or MASKED for one in program.secrets}


def statuses(plan: Plan) -> dict[str, str]:
    return {f"{one.planned.kind} {one.planned.name}": one.status for one in plan.decisions}
