"""People who never lived: hands that spell, move and rest, with the truth of every frame. No PyTorch is needed."""
