"""The experiments, a folder for each subject. A file asks one question and says how its answer is read."""
