"""The probe: experiments on a real account, for questions that the API's reference leaves open.

It creates temporary objects, observes how the API treats them, deletes them, and writes a report.
"""
