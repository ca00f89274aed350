"""The words, (zh, en), by which somebody of the operator who vouched for a denied listing is flagged, and the flag ends."""

from propria.parties.model import Person
from propria.record.model import Words


def flagged(person: Person, *, ruled: bool) -> Words:
    """They vouch for nobody."""
    if ruled:
        return (
            f"裁定：由{person.name.zh}（运营方）查验身份的一项认领并非本人所为。此人及其密钥不得再为任何人的身份作证。",
            f"Ruling: a claim whose papers {person.name.en}, of the operator, had seen was not the person's own. They and "
            "their keys vouch for nobody any more.",
        )
    return (
        f"由{person.name.zh}（运营方）查验身份、别无佐证的一项登记被人否认。答复或裁定之前，此人及其密钥不得再为任何人的身份作证。",
        f"A listing whose papers {person.name.en}, of the operator, had seen, and that nobody else attests, is denied. Until it is "
        "answered or ruled on, they and their keys vouch for nobody.",
    )


def cleared(person: Person) -> Words:
    """The flag comes off."""
    return (
        f"由{person.name.zh}查验身份的登记已无未了的异议，其标记撤下。",
        f"No listing whose papers {person.name.en} had seen is denied any more. Their flag is taken off.",
    )
