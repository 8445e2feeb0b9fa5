"""What ships against what it was made from: the oracle, verification, the first wrong node, and the clock."""
