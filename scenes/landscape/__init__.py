"""What the stories of descent share: the hill, its valleys, and what becomes of a ball."""
