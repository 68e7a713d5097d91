"""Makes the formats of finished scenes, side by side."""
