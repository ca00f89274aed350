"""A consent as an ISO/IEC TS 27560 record: JSON-LD in the terms of the Data Privacy Vocabulary 2. Pure.

Source: ISO/IEC TS 27560:2023 clause 6; the community group's guide to records with DPV. The signed statement
stays the evidence; a record repeats it for programs that read consent records, and says where it is. Who runs models, and
where, is what the terms say; what a consent leaves open (its law, creators to come) stands as "not stated".
"""

from dataclasses import dataclass
from typing import Any

from propria.consent.model import GrantState, Purpose
from propria.kernel.time import Instant, wire
from propria.scope import ANY, StandingTerms
from propria.scope.odrl import to_odrl

SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#record"
JSON_LD = "application/ld+json"
CONTEXT = {
    "@version": 1.1,
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
}
_STATUS = {
    GrantState.HELD: "dpv:ConsentRequested",
    GrantState.WITHDRAWN: "dpv:ConsentWithdrawn",
    GrantState.LAPSED: "dpv:ConsentExpired",
    GrantState.VOID: "dpv:ConsentInvalidated",
}
_PROCESSING = {
    Purpose.OPENNESS: ("dpv:MakeAvailable",),
    Purpose.CAPTURE: ("dpv:Collect", "dpv:Record", "dpv:Store"),
    Purpose.BUILD: ("dpv:Use", "dpv:Derive", "dpv:Store"),
    Purpose.CHECK: ("dpv:Use", "dpv:Match"),
    Purpose.DRIVE: ("dpv:Use", "dpv:Derive"),
    Purpose.SHARE: ("dpv:Share", "dpv:Transfer"),
    Purpose.TRAIN: ("dpv:Use", "dpv:Derive"),
}
_SENSITIVE = frozenset({"pd:Biometric"})
_METHOD = ("以通行密钥对所示文字签名", "A signature with a passkey over the words that were shown")
_WITHDRAWAL = (
    "在本库“撤回”页（/withdraw）签署即可；只凭签名即生效，所需步骤不多于同意",
    "By signing on the page /withdraw of the library; it holds on the signature alone and takes no more steps than giving",
)
_NOT_STATED = ("未述明", "not stated")
_CREATORS = ("制作方：未述明，由各份合同写明", "creators: not stated here, each contract names its own")
_ANY_HOST = (
    "运行模型者：不限，由各份许可指明",
    "who runs the model: anybody, each licence names them",
)
_DATA = {
    Purpose.OPENNESS: ("pd:Name",),
    Purpose.CAPTURE: ("pd:Picture", "pd:Biometric"),
    Purpose.BUILD: ("pd:Picture", "pd:Biometric"),
    Purpose.CHECK: ("pd:Picture", "pd:Biometric"),
    Purpose.DRIVE: ("pd:Picture", "pd:Biometric"),
    Purpose.SHARE: ("pd:Picture", "pd:Biometric"),
    Purpose.TRAIN: ("pd:Picture", "pd:Biometric"),
}


@dataclass(frozen=True)
class Kept:
    """One consent with what the record tells of it: its words, its place in the log, when it began and ended.

    `until` is when it ends by itself; `ended_at` when it was ended or came to rest before, `None` while it was not.
    """

    id: str
    purpose: Purpose
    performer: str
    name: tuple[str, str]
    reason: str
    words: tuple[str, str]
    digest: str
    entry_index: int
    given_at: Instant
    until: Instant
    state: GrantState
    ended_at: Instant | None = None
    terms: StandingTerms | None = None


def record_of(kept: Kept, *, controller: str, now: Instant) -> dict[str, Any]:
    """The record of one consent as of `now`; `controller` is the IRI of whoever runs the library."""
    iri = f"urn:propria:consent:{kept.id}"
    record: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": iri,
        "@type": "dpv:ConsentRecord",
        "dct:identifier": kept.id,
        "dct:conformsTo": {"@id": SCHEMA},
        "dct:issued": _time(now),
        "dpv:hasDataSubject": {
            "@id": f"urn:propria:performer:{kept.performer}",
            "@type": "dpv:DataSubject",
            "dpv:hasName": _both(kept.name),
        },
        "dpv:hasDataController": {"@id": controller, "@type": "dpv:DataController"},
        "dpv:hasLegalBasis": {"@type": "dpv:ExplicitlyExpressedConsent"},
        "dpv:hasNotice": {
            "@id": f"{iri}#words",
            "@type": "dpv:ConsentNotice",
            "dct:description": _both(kept.words),
            "dct:identifier": f"sha256:{kept.digest}",
            "dct:language": ["zh", "en"],
            "dct:source": f"log entry {kept.entry_index}",
        },
        "dpv:hasConsentControl": {
            "@type": "dpv:WithdrawConsent",
            "dpv:isExercisedAt": {"@id": f"{controller}#withdraw", "dct:description": _both(_WITHDRAWAL)},
        },
        "dpv:hasConsentStatus": _statuses(kept, now),
        "dpv:hasProcess": _process(kept, controller),
    }
    if kept.terms is not None:
        uid = f"{iri}#terms"
        policy = to_odrl(kept.terms, uid=uid, target=f"urn:propria:performer:{kept.performer}")
        record["odrl:hasPolicy"] = {"@id": uid, "rdf:value": {"@type": "@json", "@value": policy}}
    return record


def controller_of(origin: str) -> str:
    """The IRI of whoever runs the library whose log has this origin."""
    return f"urn:propria:library:{origin}"


def _process(kept: Kept, controller: str) -> dict[str, Any]:
    return {
        "@id": f"urn:propria:consent:{kept.id}#process",
        "@type": "dpv:Process",
        "dpv:hasPurpose": {
            "@type": "dpv:Purpose",
            "dct:identifier": kept.purpose.value,
            "dct:description": kept.reason,
        },
        "dpv:hasProcessing": [{"@id": doing} for doing in _PROCESSING[kept.purpose]],
        "dpv:hasDataSource": {"@id": "dpv:DataSubjectDataSource"},
        "dpv:hasPersonalData": [_data(data) for data in _DATA[kept.purpose]],
        "dpv:hasStorageCondition": [
            {"@type": "dpv:StorageDuration", "dpv:hasDuration": _until(kept)},
            {"@type": "dpv:StorageLocation"} | _named(_said(kept.terms, "region") - {ANY}),
        ],
        "dpv:hasRecipient": _recipients(kept, controller),
        "dpv:hasJurisdiction": {"@type": "dpv:Location", "dct:description": _both(_NOT_STATED)},
    }


def _recipients(kept: Kept, controller: str) -> list[dict[str, Any]]:
    """Who receives the data: the library, whoever the terms let run a model, and creators whom contracts will name."""
    hosts = frozenset({kept.reason}) if kept.purpose is Purpose.SHARE else _said(kept.terms, "provider")
    told = _both(_ANY_HOST) if ANY in hosts else None
    found = {"dct:description": told} if told else _named(hosts)
    return [
        {"@id": controller, "@type": "dpv:Recipient"},
        {"@type": "dpv:DataProcessor"} | found,
        {"@type": "dpv:Recipient", "dct:description": _both(_CREATORS)},
    ]


def _said(terms: StandingTerms | None, axis: str) -> frozenset[Any]:
    """Every code that the clauses name on an axis, and ANY where one of them leaves it open."""
    values = [getattr(clause, axis) for clause in (terms.clauses if terms else ())]
    return frozenset(code for value in values for code in ((ANY,) if value is ANY else value))


def _named(codes: frozenset[Any]) -> dict[str, Any]:
    """The codes as identifiers; "not stated" where there are none."""
    return {"dct:identifier": sorted(codes)} if codes else {"dct:description": _both(_NOT_STATED)}


def _data(data: str) -> dict[str, str]:
    return {"@id": data, "@type": "dpv:SensitivePersonalData" if data in _SENSITIVE else "dpv:PersonalData"}


def _until(kept: Kept) -> dict[str, Any]:
    return {"@type": "dpv:UntilTimeDuration", "rdf:value": _time(kept.until)}


def _statuses(kept: Kept, now: Instant) -> list[dict[str, Any]]:
    """Given, and what became of it: asked for anew, withdrawn, over or void, each at its time."""
    given = {
        "dpv:isIndicatedBy": {"@id": f"urn:propria:performer:{kept.performer}"},
        "dpv:hasIndicationMethod": _both(_METHOD),
        "dpv:hasDuration": _until(kept),
    }
    found = [_status("dpv:ConsentGiven", kept.given_at) | given]
    if kept.state in _STATUS:
        found.append(_status(_STATUS[kept.state], kept.ended_at or kept.until))
    elif kept.until <= now:
        found.append(_status("dpv:ConsentExpired", kept.until))
    return found


def _status(type_: str, at: Instant) -> dict[str, Any]:
    return {"@type": type_, "dpv:isIndicatedAtTime": _time(at)}


def _time(at: Instant) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": wire(at)}


def _both(words: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"@language": language, "@value": text} for language, text in zip(("zh", "en"), words, strict=True)
    ]
