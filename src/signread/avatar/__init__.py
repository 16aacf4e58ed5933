"""Text -> a hand that spells it: when it shows what, how it gets there, and the film of it."""

from signread.avatar.plan import Plan, spell

__all__ = ["Plan", "spell"]
