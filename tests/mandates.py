"""Mandates that several stories share: who gives whom which powers, within what, until when."""

from datetime import timedelta
from typing import Any

from propria.kernel.money import Money
from propria.kernel.time import wire
from propria.parties import actions as parties
from propria.parties.model import Role
from propria.scope import Scope
from tests.cast import Person, Stage
from tests.terms import film_terms


def another(stage: Stage, name: str, zh: str, en: str, role: Role = Role.REPRESENTATIVE) -> Person:
    """Somebody else, with a key that signs for them."""
    stage.propria.library.database.transact(lambda db: parties.join(zh, en, role, demo_name=name, db=db))
    return stage.keyed(name)


def within(**axes: Any) -> Scope:
    """As far as Mina's standing terms reach, but for these axes."""
    return Scope.from_json(film_terms()["clauses"][0]).but(**axes)


def mandate_form(
    stage: Stage,
    to: Person,
    powers: list[str],
    *,
    scope: Scope | None = None,
    days: float = 365,
    floor: Money | None = None,
    parent: str = "",
) -> dict[str, Any]:
    """The form by which a mandate is written down."""
    form: dict[str, Any] = {
        "representative": to.id,
        "powers": powers,
        "scopes": [(scope or within()).to_json()],
        "starts_at": wire(stage.now),
        "ends_at": wire(stage.now + timedelta(days=days)),
    }
    if floor is not None:
        form["floor"] = floor.to_json()
    return form | ({"parent": parent} if parent else {})


def gives(stage: Stage, giver: Person, to: Person, powers: list[str], **limits: Any) -> str:
    """A signed mandate; its id."""
    drafted = giver.asked("/api/v1/mandates", mandate_form(stage, to, powers, **limits))
    shown = stage.signing.get(f"/requests/{drafted['request_id']}").json()
    giver.signs(drafted)
    return str(shown["statement"]["body"]["mandate"])


def ends(giver: Person, mandate: str) -> Any:
    """The end of a mandate, signed; the receipt."""
    return giver.signs(giver.asked("/api/v1/mandates/withdraw", {"mandate": mandate}))
