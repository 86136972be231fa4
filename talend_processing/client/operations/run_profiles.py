"""Operations on generic run profiles."""

from __future__ import annotations

from talend_processing.client.models.model import Page
from talend_processing.client.models.run_profiles import BaseRunProfile, RunProfile
from talend_processing.client.operation import Operation

CREATE = Operation(
    id="run_profiles.create",
    method="POST",
    path="/processing/run-profiles",
    doing="Creating run profile{name}",
    answer=RunProfile,
    success=(201,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
GET = Operation(
    id="run_profiles.get",
    method="GET",
    path="/processing/run-profiles/{id}",
    doing="Reading run profile {id}",
    answer=RunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
UPDATE = Operation(
    id="run_profiles.update",
    method="PUT",
    path="/processing/run-profiles/{id}",
    doing="Updating run profile {id}",
    answer=RunProfile,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)
DELETE = Operation(
    id="run_profiles.delete",
    method="DELETE",
    path="/processing/run-profiles/{id}",
    doing="Deleting run profile {id}",
    answer=type(None),
    success=(204,),
    permission="TMC_RUN_PROFILE_MANAGEMENT",
    hints={406: "Tasks use it: give them another run profile, then try again"},
)
SEARCH = Operation(
    id="run_profiles.search",
    method="POST",
    path="/processing/run-profiles/search",
    doing="Searching run profiles",
    answer=Page[BaseRunProfile],
    repeatable=True,
    permission="TMC_RUN_PROFILE_MANAGEMENT",
)

RUN_PROFILES = (
    CREATE,
    GET,
    UPDATE,
    DELETE,
    SEARCH,
)
