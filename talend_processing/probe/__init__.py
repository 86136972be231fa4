"""The probe: settles on a real account the rules that the API's reference leaves open.

It creates throw-away objects, observes one rule after another, removes what it made, and writes a report.
The room imports `client` only; nothing imports it but the command line.
"""
