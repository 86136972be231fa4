"""The probe: experiments on a real account that observe rules which the API's reference does not specify.

The probe creates throw-away objects, observes one rule after another, removes its objects, and reports what
it observed.
"""
