"""What a withdrawal does to what consent itself holds; later contexts add what it does to theirs."""

from propria.consent.model import Effect


def openness_effects() -> tuple[Effect, ...]:
    """The end of openness: offers end, signed licences do not."""
    return (
        Effect(
            "openness",
            "名册不再列出您；搜索与计数随即减去。",
            "The register lists you no more; search and counts drop you at once.",
        ),
        Effect("offers", "尚未签署的洽谈随即终止。", "Talks that nobody has signed end now."),
        Effect(
            "licences",
            "已签署的授权按其条款继续；可另行撤回。",
            "Licences you signed stay as signed; each can be withdrawn on its own.",
        ),
    )
