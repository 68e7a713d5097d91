"""A job is one scene to draw: its lesson, its parameters, how large, and under which key."""
