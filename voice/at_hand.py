"""The natural voice of English at hand, for the process that workers are forked from.

Whoever imports this has it loaded, with its words, which takes longer than saying ten sentences.
"""

from __future__ import annotations

from voice.natural import phonemes

phonemes("Ready.")
