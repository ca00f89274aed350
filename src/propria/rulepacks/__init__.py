"""Law and agreements as dated data, and what they ask of one deal. Packs only add: none loosens what was signed."""

from propria.rulepacks.dates import Changed, changes
from propria.rulepacks.evaluate import Finding, Opinion, Unmet, evaluate
from propria.rulepacks.facts import FACTS, check_facts
from propria.rulepacks.model import Ask, Kind, Pack, Rule, Situation, Status, When, Who
from propria.rulepacks.reading import PACKS, read_pack

__all__ = [
    "FACTS",
    "PACKS",
    "Ask",
    "Changed",
    "Finding",
    "Kind",
    "Opinion",
    "Pack",
    "Rule",
    "Situation",
    "Status",
    "Unmet",
    "When",
    "Who",
    "changes",
    "check_facts",
    "evaluate",
    "read_pack",
]
