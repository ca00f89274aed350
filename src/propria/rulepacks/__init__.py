"""Law and agreements as dated data, and what they ask of one deal. Packs only add: none loosens what was signed."""

from propria.rulepacks.dates import Changed, changes
from propria.rulepacks.evaluate import Finding, Moments, Opinion, Unmet, Wait, evaluate
from propria.rulepacks.facts import FACTS, check_facts
from propria.rulepacks.model import Ask, Bars, Kind, Pack, Rule, Since, Situation, Status, When, Who
from propria.rulepacks.reading import PACKS, read_pack
from propria.rulepacks.wording import changed_words

__all__ = [
    "FACTS",
    "PACKS",
    "Ask",
    "Bars",
    "Changed",
    "Finding",
    "Kind",
    "Moments",
    "Opinion",
    "Pack",
    "Rule",
    "Since",
    "Situation",
    "Status",
    "Unmet",
    "Wait",
    "When",
    "Who",
    "changed_words",
    "changes",
    "check_facts",
    "evaluate",
    "read_pack",
]
