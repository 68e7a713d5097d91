"""Cards: tasks to pause for, a deck to turn over, steps to put in order, thoughts."""

from scenes.cards.flip import FlipCardsScene
from scenes.cards.order import OrderScene
from scenes.cards.pause import PauseScene
from scenes.cards.takeaways import TakeawayScene

__all__ = ["FlipCardsScene", "OrderScene", "PauseScene", "TakeawayScene"]
