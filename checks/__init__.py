"""Checks of what a scene shows and says: numbers, geometry, layout, contrast, reading.

`Inspector` looks on while a scene is told without drawing and returns findings. Each rule
stands where it is checked; `checks.rules.RULES` has all of them.
"""
