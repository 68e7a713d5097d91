"""Cards: tasks to pause for, and a deck to turn over."""

from scenes.cards.flip import FlipCardsScene
from scenes.cards.pause import PauseScene

__all__ = ["FlipCardsScene", "PauseScene"]
