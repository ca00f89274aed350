"""Foreign ODRL 2.2 into standing terms, with an account of every construct: kept, narrowed or refused. Pure.

The profile is in docs/odrl.md. Silence denies: an axis that a policy leaves open is empty here. What cannot be
said of a permission refuses the permission; what cannot be said of a prohibition widens the prohibition, and
of an obligation refuses every permission. So nothing is permitted here that the policy does not permit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from propria.kernel.errors import PropriaError
from propria.scope.axes import AXES, AXIS_NAMES
from propria.scope.codes.doings import ACTS, BY_NAME_ALONE
from propria.scope.duties import NO_DUTIES, Duties
from propria.scope.measures import volume
from propria.scope.model import Scope, StandingTerms
from propria.scope.odrl_axes import Draft, drafts_of
from propria.scope.odrl_compare import same
from propria.scope.odrl_duties import duties_of
from propria.scope.odrl_evaluate import reaches
from propria.scope.odrl_graph import Graph, Term
from propria.scope.odrl_model import Action, Policy, Rule, Thing, read_policies
from propria.scope.odrl_words import ACT_IRI, CC, ODRL, PROFILES, odrl, short
from propria.scope.values import ANY

SILENT = frozenset(
    odrl(name)
    for name in (
        "transfer", "sell", "give", "lease", "lend", "grantUse", "license", "nextPolicy", "print", "install",
        "uninstall", "execute", "delete", "move", "index", "archive", "acceptTracking", "compensate", "pay",
        "inform", "obtainConsent", "reviewPolicy", "ensureExclusivity", "watermark", "attribute", "adHocShare",
    )
)  # fmt: skip
"""Actions of ODRL that no act of a scope ever is: a prohibition of them is kept by saying nothing."""

BARREN = {"Offer": False, "Request": True, "Assertion": True}
"""Policy classes that grant nothing as they stand; an offer is read, as what may be asked for."""


@dataclass(frozen=True)
class Loss:
    """What became of one construct: `outcome` is `kept`, `narrowed` or `refused`."""

    where: str
    construct: str
    outcome: str
    why: str


@dataclass(frozen=True)
class Grant:
    """Standing terms for one target and one assignee; `""` is whichever the owner attaches them to, anyone."""

    target: str
    assignee: str
    terms: StandingTerms


@dataclass(frozen=True)
class Imported:
    """One policy as it stands here."""

    policy: str
    classes: tuple[str, ...]
    assigners: tuple[str, ...]
    grants: tuple[Grant, ...]
    losses: tuple[Loss, ...]


@dataclass
class _Ledger:
    """The account, written while a policy is read."""

    losses: list[Loss] = field(default_factory=list)
    where: str = ""

    def note(self, construct: str, outcome: str, why: str) -> None:
        loss = Loss(self.where, construct, outcome, why)
        if loss not in self.losses:
            self.losses.append(loss)


@dataclass(frozen=True)
class _Clause:
    rule: Rule
    target: Thing | None
    assignee: Thing | None
    draft: Draft
    duties: Duties


@dataclass(frozen=True)
class _Line:
    rule: Rule
    draft: Draft


def import_policies(graph: Graph) -> tuple[Imported, ...]:
    """Every policy of a graph as standing terms, with what was lost. Total: it refuses, and never raises."""
    return tuple(_imported(policy, graph) for policy in read_policies(graph))


def _imported(policy: Policy, graph: Graph) -> Imported:
    ledger = _Ledger(where=str(policy.node))
    permissions = list(policy.of_kind("permission"))
    clauses = [c for rule in permissions for c in _clauses(rule, graph, ledger)]
    lines = [line for rule in policy.of_kind("prohibition") for line in _lines(rule, graph, ledger)]
    owed = _obligations(policy, ledger)
    ledger.where = str(policy.node)
    if _is_void(policy, ledger) or owed is None or _is_torn(policy, clauses, lines, ledger):
        clauses = []
    clauses = [replace(clause, duties=clause.duties.and_also(owed or NO_DUTIES)) for clause in clauses]
    grants = tuple(_grants(clauses, lines, graph, ledger))
    if permissions and not any(grant.terms.clauses for grant in grants):
        ledger.note("policy", "refused", "no permission of it could be kept: nothing is allowed")
    assigners = {str(thing.names[-1]) for rule in policy.rules for thing in rule.assigners}
    return Imported(
        str(policy.node),
        tuple(short(c) for c in policy.classes),
        tuple(sorted(assigners)),
        grants,
        tuple(ledger.losses),
    )


def _is_void(policy: Policy, ledger: _Ledger) -> bool:
    """Whether the policy as a whole grants nothing that can be kept."""
    void = False
    for iri in policy.classes:
        name = iri.removeprefix(ODRL)
        if name in BARREN:
            void = void or BARREN[name]
            outcome = "refused" if BARREN[name] else "narrowed"
            ledger.note(f"odrl:{name}", outcome, "it grants nothing; an offer says what may be asked for")
        else:
            ledger.note(short(iri), "kept", "the class of the policy")
    for why in policy.void:
        ledger.note("policy", "refused", why)
    for parent in policy.missing:
        ledger.note("odrl:inheritFrom", "refused", f"{parent} is not here, and may prohibit")
    for profile in policy.profiles:
        known = profile in PROFILES
        why = (
            "this profile, or the core of ODRL"
            if known
            else "a profile that is not known here may change what words mean"
        )
        ledger.note(f"odrl:profile {profile}", "kept" if known else "refused", why)
        void = void or not known
    for word in policy.unread:
        binding = word.startswith((ODRL, CC))
        void = void or binding
        why = (
            "a word of the policy that is not known here" if binding else "no word of ODRL: it rules nothing"
        )
        ledger.note(short(word), "refused", why)
    return void or bool(policy.missing) or bool(policy.void)


def _is_torn(policy: Policy, clauses: list[_Clause], lines: list[_Line], ledger: _Ledger) -> bool:
    """Whether the conflict strategy voids it: `invalid` where a permission and a prohibition may meet."""
    match policy.conflict:
        case "prohibit":
            ledger.note("odrl:conflict prohibit", "kept", "red lines win")
        case "perm":
            ledger.note("odrl:conflict perm", "narrowed", "red lines win here over every clause")
        case "" | "invalid":
            met = any(
                not c.draft.apart_from(line.draft) for c in clauses for line in lines if _touch(line, c)
            )
            if met:
                ledger.note(
                    "odrl:conflict invalid", "refused", "a permission and a prohibition may both hold"
                )
                return True
            ledger.note(f"odrl:conflict {policy.conflict or '(none)'}", "kept", "no rules of it can conflict")
        case other:
            ledger.note(f"odrl:conflict {other}", "refused", "not one conflict strategy of ODRL alone")
            return True
    return False


def _acts(action: Action, kind: str, graph: Graph) -> frozenset[str]:
    match kind:
        case "prohibition":
            return frozenset(a for a in ACTS if reaches(action.iri, ACT_IRI[a], "prohibition", graph))
        case _:
            return frozenset(a for a in ACTS if reaches(action.iri, ACT_IRI[a], "permission", Graph()))


def _clauses(rule: Rule, graph: Graph, ledger: _Ledger) -> Iterator[_Clause]:
    """A permission as clauses: one for each action, alternative, target and assignee."""
    ledger.where = str(rule.node)
    duties = _duties(rule, ledger)
    targets = _plain(rule.targets, "odrl:target", ledger)
    assignees = _plain(rule.assignees, "odrl:assignee", ledger)
    _functions(rule, ledger)
    for word in rule.unread:
        ledger.note(short(word), "refused", "a word of the permission that is not known here may narrow it")
    if not rule.actions:
        ledger.note("permission", "refused", "it names no action")
    if (
        duties is None
        or rule.unread
        or targets is None
        or assignees is None
        or rule.remedies
        or rule.consequences
    ):
        return
    drafts = drafts_of(rule.constraints, deny=False, note=ledger.note)
    for action in rule.actions:
        acts = _acts(action, "permission", graph)
        refined = drafts_of(action.refinements, deny=False, note=ledger.note)
        for draft in (one.both(other) for one in drafts for other in refined):
            kept = _with_acts(draft, acts, action, ledger)
            if kept is not None:
                for target in targets:
                    for assignee in assignees:
                        yield _Clause(rule, target, assignee, kept, duties)


def _with_acts(draft: Draft, acts: frozenset[str], action: Action, ledger: _Ledger) -> Draft | None:
    named = short(action.iri)
    if not acts:
        ledger.note(named, "refused", "it is no act of a scope")
        return None
    if "act" not in draft.axes and action.iri not in ACT_IRI.values():
        if acts & BY_NAME_ALONE:
            why = "building, tuning and training a model, and another's performance, are allowed only by name"
            ledger.note(named, "narrowed", why)
        acts -= BY_NAME_ALONE
    both = draft.both(Draft({"act": acts}))
    if not both.axes["act"]:
        ledger.note(named, "refused", "no act of it is left")
        return None
    ledger.note(named, "kept", f"act: {', '.join(sorted(acts))}")
    return both


def _plain(things: tuple[Thing, ...], word: str, ledger: _Ledger) -> tuple[Thing | None, ...] | None:
    """The parties or assets of a permission; None where one is narrowed by what a scope does not hold."""
    for thing in things:
        if thing.refinements:
            ledger.note(word, "refused", f"{thing.names[0]} is narrowed by what its members are like")
            return None
        ledger.note(f"{word} {thing.names[-1]}", "kept", "whom or what the clause is for")
    return things or (None,)


def _functions(rule: Rule, ledger: _Ledger) -> None:
    for name, party in rule.parties:
        ledger.note(
            f"odrl:{name} {party.names[0]}", "narrowed", "named in this account; a scope holds no such role"
        )


def _duties(rule: Rule, ledger: _Ledger) -> Duties | None:
    owed = NO_DUTIES
    for duty in rule.duties:
        found = duties_of(duty, note=ledger.note)
        if found is None:
            return None
        owed = owed.and_also(found)
    return owed


def _obligations(policy: Policy, ledger: _Ledger) -> Duties | None:
    """What the policy asks for whatever is done; None where a scope cannot hold it."""
    owed: Duties | None = NO_DUTIES
    for rule in policy.of_kind("duty"):
        ledger.where = str(rule.node)
        found = duties_of(rule, note=ledger.note)
        owed = None if found is None or owed is None else owed.and_also(found)
    return owed


def _lines(rule: Rule, graph: Graph, ledger: _Ledger) -> Iterator[_Line]:
    """A prohibition as red lines, as wide as it is or wider."""
    ledger.where = str(rule.node)
    _functions(rule, ledger)
    for word in rule.unread:
        ledger.note(
            short(word), "narrowed", "a word that is not known here: the prohibition holds without it"
        )
    for remedy in rule.remedies:
        ledger.note("odrl:remedy", "narrowed", f"nothing makes good what is prohibited ({remedy.node})")
    for thing in (*rule.targets, *rule.assignees):
        if thing.refinements:
            ledger.note("odrl:refinement", "narrowed", f"all of {thing.names[0]} is under the prohibition")
    drafts = drafts_of(rule.constraints, deny=True, note=ledger.note)
    for action in rule.actions or (Action(odrl("use")),):
        acts = _acts(action, "prohibition", graph)
        named = short(action.iri)
        if not acts and action.iri in SILENT:
            ledger.note(named, "kept", "no act of a scope is this: it is never allowed")
            continue
        if not acts or not rule.actions:
            ledger.note(named, "narrowed", "it may be part of any act: every act is prohibited")
            acts = frozenset(ACTS)
        else:
            ledger.note(named, "kept", f"red line on act: {', '.join(sorted(acts))}")
        refined = drafts_of(action.refinements, deny=True, note=ledger.note)
        for draft in (one.both(other, deny=True) for one in drafts for other in refined):
            yield _Line(rule, draft.both(Draft({"act": acts}), deny=True))


def _touch(line: _Line, clause: _Clause) -> bool:
    """Whether a prohibition may be about what a clause is about: not where both name another one thing."""
    return _may_be(line.rule.targets, clause.target) and _may_be(line.rule.assignees, clause.assignee)


def _may_be(prohibited: tuple[Thing, ...], permitted: Thing | None) -> bool:
    if not prohibited or permitted is None or permitted.collection:
        return True
    return any(
        thing.collection or any(same(one, other) for one in thing.names for other in permitted.names)
        for thing in prohibited
    )


def _grants(clauses: list[_Clause], lines: list[_Line], graph: Graph, ledger: _Ledger) -> Iterator[Grant]:
    groups: dict[tuple[str, str], list[_Clause]] = {}
    for clause in clauses:
        groups.setdefault((_name(clause.target), _name(clause.assignee)), []).append(clause)
    for (target, assignee), members in groups.items():
        kept: list[Scope] = []
        red: list[Scope] = []
        for clause in members:
            ledger.where = str(clause.rule.node)
            scope = _scope(clause, ledger)
            if scope is not None:
                kept.append(scope)
                red.extend(_taken_out(clause))
        for line in lines:
            if any(_touch(line, clause) or _within(line, clause, graph) for clause in members):
                red.append(Scope.anything(**dict(line.draft.axes)))
        terms = StandingTerms(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(red)))
        yield Grant(target, assignee, terms)


def _within(line: _Line, clause: _Clause, graph: Graph) -> bool:
    """Whether the graph says that what is permitted is part of what is prohibited."""
    pairs = ((line.rule.targets, clause.target), (line.rule.assignees, clause.assignee))
    return all(
        not things
        or thing is None
        or bool(_wholes(thing, graph) & {name for t in things for name in t.names})
        or _may_be(things, thing)
        for things, thing in pairs
    )


def _wholes(thing: Thing, graph: Graph) -> frozenset[Term]:
    return frozenset(whole for name in thing.names for whole in graph.wholes(name))


def _name(thing: Thing | None) -> str:
    return "" if thing is None else str(thing.names[-1])


def _taken_out(clause: _Clause) -> Iterator[Scope]:
    for name, codes in clause.draft.out:
        yield Scope.anything(**{"act": clause.draft.axes["act"], name: codes})


def _scope(clause: _Clause, ledger: _Ledger) -> Scope | None:
    axes = dict(clause.draft.axes)
    closed = [axis.name for axis in AXES if not axis.any_in_terms and axes.get(axis.name) is ANY]
    if closed:
        ledger.note(
            "propria:ANY", "refused", f"{', '.join(closed)}: named one by one, even in standing terms"
        )
        return None
    limits = clause.draft.volume
    try:
        scope = Scope.of(
            **axes,
            duties=clause.duties,
            volume=volume(**limits) if isinstance(limits, dict) else limits or (),
        )
    except PropriaError as error:
        ledger.note("permission", "refused", error.sentence)
        return None
    silent = [name for name in AXIS_NAMES if name not in axes] + ["volume"] * (limits is None)
    if silent:
        ledger.note("silence", "narrowed", f"ODRL leaves these open, here they deny: {', '.join(silent)}")
    return scope
