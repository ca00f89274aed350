"""`release_checks`: one lost, changed or doubled mark is enough to refuse."""

from dataclasses import replace

import pytest
from tests.rules.provenance.making import FACTS, MARK, NOW, RECORDED, perfect

from propria.kernel.time import DAY
from propria.provenance.model import (
    Absent,
    Action,
    ExplicitLabel,
    Integrity,
    LabelValue,
    Making,
    OutputFacts,
    ReadBack,
    Sight,
    Unreadable,
)
from propria.provenance.rules import (
    CLEAN_LOGS_KEPT,
    CleanExport,
    Expected,
    LabelsDue,
    labels_due,
    output_facts,
    release_checks,
    what_was_lost,
)

EXPECTED = Expected(FACTS, sha256="cd" * 32, must_be_trusted=True)
GOOD = perfect()
assert FACTS.implicit is not None


def test_with_every_mark_there_it_leaves() -> None:
    assert release_checks(GOOD, EXPECTED) == ()


def test_a_recorded_take_leaves_without_labels_and_with_its_seal() -> None:
    assert release_checks(perfect(RECORDED), replace(EXPECTED, facts=RECORDED)) == ()


LOSSES: dict[str, ReadBack] = {
    "digest_differs": replace(GOOD, sha256="00" * 32),
    "seal_absent": replace(GOOD, integrity=Integrity.UNSIGNED, seal=Absent()),
    "seal_unreadable": replace(GOOD, integrity=Integrity.UNREADABLE, seal=Absent()),
    "seal_tampered": replace(GOOD, integrity=Integrity.TAMPERED),
    "seal_wrong_signature": replace(GOOD, integrity=Integrity.WRONG_SIGNATURE),
    "seal_doubtful": replace(GOOD, findings=("signingCredential.expired",)),
    "seal_untrusted": replace(GOOD, seal=replace(GOOD.seal, trusted_by=None)),
    "seal_source_differs": replace(
        GOOD, seal=replace(GOOD.seal, actions=(Action("c2pa.created", Making.RECORDED.source_type),))
    ),
    "seal_training_open": replace(GOOD, seal=replace(GOOD.seal, training=None)),
    "licence_absent": replace(GOOD, licence=Absent()),
    "licence_unreadable": replace(GOOD, licence=Unreadable("two")),
    "licence_differs": replace(GOOD, licence=replace(MARK, project="A sequel")),
    "label_implicit_absent": replace(GOOD, implicit=Absent(), implicit_count=0),
    "label_implicit_unreadable": replace(GOOD, implicit=Unreadable("not JSON")),
    "label_implicit_differs": replace(GOOD, implicit=replace(FACTS.implicit, label=LabelValue.SUSPECTED)),
    "label_implicit_repeated": replace(GOOD, implicit_count=2),
    "label_explicit_absent": replace(GOOD, explicit=Absent(), sight=Sight.NOT_LOOKED),
    "label_explicit_unreadable": replace(GOOD, explicit=Unreadable("two"), sight=Sight.NOT_LOOKED),
    "label_explicit_differs": replace(GOOD, explicit=ExplicitLabel(seconds=2)),
    "label_explicit_not_seen": replace(GOOD, sight=Sight.NOT_SEEN),
}


@pytest.mark.parametrize("code", LOSSES)
def test_one_loss_is_named_and_keeps_it_in(code: str) -> None:
    assert release_checks(LOSSES[code], EXPECTED) == (f"provenance.{code}",)


@pytest.mark.parametrize("code", LOSSES)
def test_the_refusal_says_whether_a_label_or_the_seal_was_lost(code: str) -> None:
    lost = what_was_lost(release_checks(LOSSES[code], EXPECTED))
    assert lost == ("provenance.label_lost" if code.startswith("label_") else "provenance.seal_lost")


def test_not_having_looked_is_not_having_seen() -> None:
    assert release_checks(replace(GOOD, sight=Sight.NOT_LOOKED), EXPECTED) == (
        "provenance.label_explicit_not_seen",
    )


def test_a_recorded_take_that_calls_itself_generated_stays_in() -> None:
    codes = release_checks(GOOD, replace(EXPECTED, facts=RECORDED))
    assert codes == (
        "provenance.seal_source_differs",
        "provenance.label_implicit_unasked",
        "provenance.label_explicit_unasked",
    )


@pytest.mark.parametrize("making", [Making.GENERATED, Making.COMPOSITE])
def test_generated_media_is_labelled_twice(making: Making) -> None:
    assert labels_due(making, made_at=NOW) == LabelsDue(implicit=True, explicit=True)


def test_a_clean_export_spares_the_drawn_label_only_while_logs_are_kept_six_months() -> None:
    long = CleanExport("ctr_1", NOW + CLEAN_LOGS_KEPT)
    short = CleanExport("ctr_1", NOW + CLEAN_LOGS_KEPT - DAY)
    assert labels_due(Making.GENERATED, made_at=NOW, clean=long) == LabelsDue(implicit=True, explicit=False)
    assert labels_due(Making.GENERATED, made_at=NOW, clean=short) == LabelsDue(implicit=True, explicit=True)


def test_facts_carry_exactly_the_labels_due() -> None:
    def facts(making: Making, clean: CleanExport | None = None) -> OutputFacts:
        return output_facts(title="t", making=making, mark=MARK, made_at=NOW, producer="Ode", clean=clean)

    made = facts(Making.GENERATED)
    assert made.implicit is not None
    assert (made.implicit.produce_id, made.explicit) == (MARK.output_id, ExplicitLabel())
    assert made.implicit.reserved_code1 == MARK.statement_digest
    assert (facts(Making.RECORDED).implicit, facts(Making.RECORDED).explicit) == (None, None)
    clean = facts(Making.GENERATED, CleanExport("ctr_1", NOW + CLEAN_LOGS_KEPT))
    assert clean.implicit is not None
    assert clean.explicit is None
