"""What files of the user say: YAML whose values know their line, and specs that read them."""
