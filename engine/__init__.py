"""Finds lessons, checks them, and renders their scenes side by side in processes.

Rooms import one way: what is named on the left knows nothing of what stands on its right::

    jobs → planning → keeping → telling        (what a worker does, with `drawing`)
             workers → progress → session → report, publishing, watch → render.py
                                                   → notebook: what a cell shows
                          cluster: workers elsewhere

`commands` are what somebody may ask for, and `options` reads them from the command line. `tasks`
is the door to what only workers import; only there is Manim loaded.
"""

import sys
import warnings

# -W error is meant for the code of who says it. What Manim and others load warns when Python
# compiles it, which is once on each machine: the program would start there the second time only.
if sys.warnoptions:
    for kind in (DeprecationWarning, FutureWarning, ImportWarning, ResourceWarning, SyntaxWarning):
        warnings.simplefilter("ignore", kind)
