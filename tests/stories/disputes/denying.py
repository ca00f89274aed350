"""What the stories of denials share: saying it, the clock, and what leaves by mail."""

from email import message_from_bytes
from email.policy import default
from typing import Any

from propria.cli.fsck import check_all, checks_of
from propria.disputes.actions import Office
from propria.journeys.rounds import Round, go_round
from propria.likeness.safe import Safe
from propria.parties.model import Role
from propria.plumbing.mail import Outbox
from propria.record.notary import notary_of
from tests.cast import Person, Stage
from tests.mandates import another

MAIL = "the.real.one@example.org"


def denies(stage: Stage, performer_id: str, mail: str = MAIL) -> dict[str, Any]:
    """Somebody without an account says that they did not sign this."""
    answer = stage.person("sam").post(f"/api/v1/performers/{performer_id}/denials", {"mail": mail})
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


def shows_evidence(stage: Stage, denial: dict[str, Any], domain: str) -> Any:
    """Whoever denies holds this domain, and it publishes their line: the library's answer."""
    sam = stage.person("sam")
    sam.asked(f"/api/v1/denials/{denial['denial']}/domain", {"domain": domain})
    stage.pages.lines[domain] = denial["publish"]
    return sam.post(f"/api/v1/denials/{denial['denial']}/domain/check")


def operator_does(stage: Stage, denial: dict[str, Any], act: str, **form: str) -> Any:
    """Otto answers or attests: the library's answer."""
    return stage.person("otto").post(f"/api/v1/denials/{denial['denial']}/{act}", form)


def judges(stage: Stage) -> tuple[Person, Person]:
    """Two of the operator's people who are no part of any case, each with a key of their own."""
    for name, zh, en in (("ines", "伊内丝", "Ines"), ("ivo", "伊沃", "Ivo")):
        if name not in stage.people:
            another(stage, name, zh, en, Role.OPERATOR)
    return stage.person("ines"), stage.person("ivo")


def rules(person: Person, denial: dict[str, Any], finding: str, ground: str) -> Any:
    """One person signs a ruling: the answer to the draft, or to the signature once there is one."""
    form = {"finding": f"rule_for_{finding}", "ground": ground}
    drafted = person.post(f"/api/v1/denials/{denial['denial']}/ruling", form)
    return person.tries_to_sign(drafted.json()) if drafted.status_code == 201 else drafted


def two_rule(stage: Stage, denial: dict[str, Any], finding: str, ground: str) -> dict[str, Any]:
    """Two people rule the same: the denial as it stands then."""
    for person in judges(stage):
        answer = rules(person, denial, finding, ground)
        assert answer.status_code == 200, answer.text
    told: dict[str, Any] = stage.person("sam").get(f"/api/v1/denials/{denial['denial']}").json()
    return told


def goes_round(stage: Stage) -> Round:
    """The server's next round."""
    library = stage.propria.library
    return go_round(library, Office(stage.propria.notary, library.settings.base_url))


def mails(stage: Stage) -> list[tuple[str, str]]:
    """(recipient, text) of everything that left by mail."""
    library = stage.propria.library
    box = Outbox(library.settings.data_dir / "outbox", library.settings.mail_from)
    read = [message_from_bytes(file.read_bytes(), policy=default) for file in box.messages()]
    return [(str(m["To"]), str(m.get_content())) for m in read]


def findings(stage: Stage) -> set[str]:
    """What the whole check finds."""
    library = stage.propria.library
    checks = checks_of(notary_of(library.settings), Safe(library.blobs, library.keys))
    return {f.code for _, found, _ in check_all(checks, library.database) for f in found}
