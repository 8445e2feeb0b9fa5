"""Plan -> Program: which engine takes which node, which variant computes it, the steps in order."""
