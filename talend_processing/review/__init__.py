"""From a preview or a state to what it means for running work: review, drift and pictures."""
