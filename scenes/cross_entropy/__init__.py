"""Cross-entropy: what guesses cost on average, and its slopes."""

from scenes.cross_entropy.story import CrossEntropyScene

__all__ = ["CrossEntropyScene"]
