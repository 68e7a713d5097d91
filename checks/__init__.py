"""Checks of what a scene shows and says: numbers, geometry, layout, contrast, reading.

`Inspector` looks on while a scene is told without drawing and returns findings. The rules, each
a name and a sentence, are listed in `scenes.telling.rules`.
"""
