"""The experiments, with a folder for each subject.

Each file asks one question and interprets the response.
"""
