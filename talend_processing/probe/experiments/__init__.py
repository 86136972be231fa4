"""The experiments, with a folder for each subject."""
