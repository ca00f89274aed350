"""Lifecycles are tables: (state, act) → state. Buttons, API links, docs and tests read the table."""

from collections.abc import Mapping
from dataclasses import dataclass

from propria.kernel.errors import Refused


@dataclass(frozen=True)
class Lifecycle:
    """A named table of states and acts.

    >>> door = Lifecycle("door", initial="shut", table={("shut", "open"): "ajar"})
    >>> door.after("shut", "open"), sorted(door.acts("shut"))
    ('ajar', ['open'])
    """

    name: str
    initial: str
    table: Mapping[tuple[str, str], str]

    @property
    def states(self) -> frozenset[str]:
        """Every state that the table names."""
        return frozenset({self.initial} | {s for s, _ in self.table} | set(self.table.values()))

    def acts(self, state: str) -> frozenset[str]:
        """What may be done in `state`."""
        return frozenset(act for s, act in self.table if s == state)

    def after(self, state: str, act: str) -> str:
        """The state that `act` leads to.

        Raises: Refused(`<name>.cannot_<act>`) naming the state it is in and what it allows.
        """
        try:
            return self.table[state, act]
        except KeyError:
            raise Refused(
                f"{self.name}.cannot_{act}",
                f"A {self.name} that is {state} does not allow this.",
                state=state,
                allowed=sorted(self.acts(state)),
            ) from None
