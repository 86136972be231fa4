"""Region ids of Talend Cloud. Qlik uses some of the same ids for other regions."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

KNOWN_REGIONS: Final = ("eu", "us", "ap", "au", "us-west", "ae", "fr", "ie", "il", "in", "sg", "uk")
"""Region ids that Talend documents. It documents the API's host name only for the first five."""

_CITIES: Final = {"ap": "Tokyo", "au": "Sydney", "eu": "Frankfurt", "ie": "Dublin"}
"""Maps Talend's region ids to cities, for the note about Qlik's ids."""

_TALEND_ID_BY_QLIK_ID: Final = {"jp": "ap", "ap": "au", "de": "eu", "eu": "ie"}
"""Maps Qlik's id of a region to Talend's id, where the two differ."""

_HOST_PREFIX: Final = "api."
_HOST_SUFFIX: Final = ".cloud.talend.com"


def api_url_of(region: str) -> str:
    """Return the base URL of a region's API."""
    return f"https://{_HOST_PREFIX}{region}{_HOST_SUFFIX}"


def region_of(api_url: str) -> str | None:
    """Return the region of a base URL, or None if the URL does not belong to a region.

    Example:
        >>> region_of("https://api.us-west.cloud.talend.com")
        'us-west'
        >>> region_of("http://127.0.0.1:8765")

    """
    host = urlsplit(api_url).hostname or ""
    if not host.startswith(_HOST_PREFIX) or not host.endswith(_HOST_SUFFIX):
        return None
    return host[len(_HOST_PREFIX) : -len(_HOST_SUFFIX)] or None


def unknown_region_warning(api_url: str) -> str | None:
    """Return a warning if the region of a base URL is unknown, otherwise None.

    Example:
        >>> unknown_region_warning("https://api.moon.cloud.talend.com")
        'Region "moon" is unknown: Talend documents eu, us, ap, au, us-west, ae, fr, ie, il, in, sg, uk'

    """
    region = region_of(api_url)
    if region is None or region in KNOWN_REGIONS:
        return None
    text = f'Region "{region}" is unknown: Talend documents {", ".join(KNOWN_REGIONS)}'
    note = qlik_id_note(api_url)
    return f"{text}. {note}" if note else text


def qlik_id_note(api_url: str) -> str | None:
    """Return a note if Qlik uses the region id in the URL for another region, otherwise None.

    Example:
        >>> print(qlik_id_note("https://api.eu.cloud.talend.com"))
        "eu" is Qlik's id for Dublin, which Talend calls "ie"; Talend's "eu" is Frankfurt

    """
    region = region_of(api_url) or ""
    talend_id = _TALEND_ID_BY_QLIK_ID.get(region)
    if talend_id is None:
        return None
    note = f'"{region}" is Qlik\'s id for {_CITIES[talend_id]}, which Talend calls "{talend_id}"'
    return f'{note}; Talend\'s "{region}" is {_CITIES[region]}' if region in _CITIES else note
