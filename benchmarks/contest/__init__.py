"""pack against other engines: cases (a network with inputs and reference), conversions, one process for each engine."""
