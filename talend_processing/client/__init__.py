"""Talend Cloud's Processing API over HTTP, typed. It knows nothing of Pulumi.

Importing this package imports neither httpx nor pydantic: a Pulumi program loads it in passing.
"""
