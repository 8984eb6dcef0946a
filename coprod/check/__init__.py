"""What people wrote back, what changed because of it, who agreed, and the ledger.

Every reply ends in a decision; the ledger adds up to all comments or says which are
missing.
"""

from coprod.check import charts, check_back, ledger, left_over, parse_replies, screens

__all__ = ["charts", "check_back", "ledger", "left_over", "parse_replies", "screens"]
