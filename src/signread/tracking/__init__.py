"""From frames to the hands in them."""
