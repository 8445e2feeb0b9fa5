"""From operators to kernel steps: what the files of several operators share."""
