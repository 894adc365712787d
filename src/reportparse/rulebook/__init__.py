"""`rules/` as checked, compiled, frozen rules."""

from reportparse.rulebook.keeping import keep_rules, kept_rules
from reportparse.rulebook.loading import Pack, Rulebook, default_rules, load_rules

__all__ = ["Pack", "Rulebook", "default_rules", "keep_rules", "kept_rules", "load_rules"]
