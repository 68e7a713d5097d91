"""Imported last by the process that workers are forked from.

What it has loaded stays for ever. Workers needn't look through it for garbage, which would cost
time, and give each of them a copy of memory that they can share.
"""

import gc

gc.collect()
gc.freeze()
