"""The probe: observes on a real account the rules that the API's reference leaves open.

It creates throw-away objects, observes one rule after another, removes its objects, and writes a report.
This package imports only `client`, and only the command line imports it.
"""
