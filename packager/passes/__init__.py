"""The optimiser: `optimise` takes the graph of a model and gives the graph that is lowered."""
