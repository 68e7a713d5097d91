"""Where things are in the frame, what they mean, and how they move."""
