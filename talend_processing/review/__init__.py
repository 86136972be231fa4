"""From a preview to what it means for running work, and the forms in which a review says so."""
