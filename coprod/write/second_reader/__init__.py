"""What people may have missed: groups of like comments, and suggestions."""

from coprod.write.second_reader import groups, overlooked, side_by_side, suggestions

__all__ = ["groups", "overlooked", "side_by_side", "suggestions"]
