"""`rules/` as checked, compiled, frozen rules."""

from reportparse.rulebook.loading import Pack, Rulebook, default_rules, load_rules

__all__ = ["Pack", "Rulebook", "default_rules", "load_rules"]
