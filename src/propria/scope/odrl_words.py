"""The words of ODRL 2.2 and of Propria's profile of it: namespaces, actions and what holds what. Data only.

Source: ODRL Vocabulary & Expression 2.2, sections 3 and 4; the actions of Creative Commons' `ccREL`.
"""

from propria.scope.codes.doings import ACTS

ODRL = "http://www.w3.org/ns/odrl/2/"
CC = "http://creativecommons.org/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCT = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
VCARD = "http://www.w3.org/2006/vcard/ns#"
SOTW = "https://w3id.org/force/sotw#"
REPORTS = ("https://w3id.org/force/compliance-report#", "http://example.com/report/temp/")
PROPRIA = "propria:"
PROFILE = "urn:propria:odrl:1"
PROFILES = (PROFILE, f"{ODRL}core")

TYPE = f"{RDF}type"
FIRST, REST, NIL = f"{RDF}first", f"{RDF}rest", f"{RDF}nil"

POLICIES = ("Policy", "Set", "Offer", "Agreement", "Assertion", "Privacy", "Request", "Ticket")
CLASSES = (
    *POLICIES, "Rule", "Permission", "Prohibition", "Duty", "Action", "Asset", "AssetCollection", "Party",
    "PartyCollection", "Constraint", "LogicalConstraint", "ConflictTerm", "LeftOperand", "Operator",
    "RightOperand", "Undefined",
)  # fmt: skip
CONFLICTS = ("perm", "prohibit", "invalid")
LOGICAL = ("and", "or", "xone", "andSequence")
OPERATORS = (
    "eq", "neq", "gt", "gteq", "lt", "lteq", "isA", "hasPart", "isPartOf", "isAllOf", "isAnyOf", "isNoneOf",
)  # fmt: skip
FUNCTIONS = (
    "assigner", "assignee", "attributedParty", "attributingParty", "compensatedParty", "compensatingParty",
    "consentingParty", "consentedParty", "contractingParty", "contractedParty", "informedParty",
    "informingParty", "trackingParty", "trackedParty", "payeeParty",
)  # fmt: skip
LEFT_OPERANDS = (
    "absolutePosition", "absoluteSpatialPosition", "absoluteTemporalPosition", "absoluteSize", "count",
    "dateTime", "delayPeriod", "deliveryChannel", "device", "elapsedTime", "event", "fileFormat", "industry",
    "language", "media", "meteredTime", "payAmount", "percentage", "product", "purpose", "recipient",
    "relativePosition", "relativeSpatialPosition", "relativeTemporalPosition", "relativeSize", "resolution",
    "spatial", "spatialCoordinates", "system", "systemDevice", "timeInterval", "timedCount", "unitOfCount",
    "version", "virtualLocation",
)  # fmt: skip

_IN_USE = (
    "acceptTracking", "aggregate", "annotate", "anonymize", "archive", "attribute", "compensate",
    "concurrentUse", "delete", "derive", "digitize", "distribute", "ensureExclusivity", "execute", "grantUse",
    "include", "index", "inform", "install", "modify", "move", "nextPolicy", "obtainConsent", "play",
    "present", "print", "read", "reproduce", "reviewPolicy", "stream", "synchronize", "textToSpeech",
    "transform", "translate", "uninstall", "watermark",
)  # fmt: skip
_CC_ACTIONS = (
    "Attribution", "CommercialUse", "CommericalUse", "DerivativeWorks", "Distribution", "Notice",
    "Reproduction", "ShareAlike", "Sharing", "SourceCode",
)  # fmt: skip
_ALIKE = {
    "append": f"{ODRL}modify", "appendTo": f"{ODRL}modify", "write": f"{ODRL}modify",
    "writeTo": f"{ODRL}modify", "copy": f"{ODRL}reproduce", "export": f"{ODRL}transform",
    "license": f"{ODRL}grantUse", "pay": f"{ODRL}compensate", "attachPolicy": f"{CC}Notice",
    "attachSource": f"{CC}SourceCode", "commercialize": f"{CC}CommercialUse", "share": f"{CC}Sharing",
    "shareAlike": f"{CC}ShareAlike",
}  # fmt: skip
_ALONE = (
    "adHocShare", "extractChar", "extractPage", "extractWord", "lease", "lend", "preview", "secondaryUse",
    "transfer", "use",
)  # fmt: skip

ACT_UNDER = {
    "capture": "digitize", "build": "derive", "generate": "derive", "edit": "modify", "dub": "translate",
    "real_time": "present", "fine_tune": "use", "train": "use", "reuse_archival": "reproduce",
    "performance_transfer": "derive",
}  # fmt: skip
ACT_IRI = {act: f"{PROPRIA}{act}" for act in ACTS}

SAME_ACTION: dict[str, str] = {
    **{f"{ODRL}{old}": new for old, new in _ALIKE.items()},
    f"{CC}CommericalUse": f"{CC}CommercialUse",
}
PARENTS: dict[str, str] = {
    **dict.fromkeys((f"{ODRL}{name}" for name in _IN_USE), f"{ODRL}use"),
    **dict.fromkeys((f"{CC}{name}" for name in _CC_ACTIONS), f"{ODRL}use"),
    f"{ODRL}display": f"{ODRL}play",
    f"{ODRL}extract": f"{ODRL}reproduce",
    f"{ODRL}give": f"{ODRL}transfer",
    f"{ODRL}sell": f"{ODRL}transfer",
    **{ACT_IRI[act]: f"{ODRL}{above}" for act, above in ACT_UNDER.items()},
}
"""An action and the one that it is `includedIn`."""

ACTIONS: frozenset[str] = frozenset(
    {*PARENTS, *PARENTS.values(), *SAME_ACTION, *(f"{ODRL}{name}" for name in _ALONE)}
)


def odrl(name: str) -> str:
    """The IRI of a word of ODRL."""
    return f"{ODRL}{name}"


def short(iri: str) -> str:
    """How an IRI is written to a reader: `odrl:use`, `cc:Notice`, anything else in full."""
    for prefix, space in (("odrl:", ODRL), ("cc:", CC)):
        if iri.startswith(space):
            return prefix + iri.removeprefix(space)
    return iri
