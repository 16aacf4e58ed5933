"""People who never lived: hands that spell, move and rest, with the truth of every frame. NumPy is all it needs."""
