"""Tells a scene in a worker: checked, drawn, or one beat of it."""

import warnings

# Manim loads pydub, which uses what Python is about to drop: with -W error nothing would start.
warnings.filterwarnings("ignore", category=DeprecationWarning, module="pydub")
