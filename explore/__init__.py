"""Tables of exact values for figures that people move themselves.

A figure moves over a grid of exact inputs. Everything that it can show is worked out here, when the
figure is published, and written by the rules of the videos; whoever draws it only looks it up.
"""
