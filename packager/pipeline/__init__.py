"""The pipeline: what is to be built, what is up to date, the stages in order, the folder that appears at the end."""
