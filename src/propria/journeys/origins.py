"""Where a file comes from, as a performer's own side is told: their licences in full, anybody else's as the public is told."""

from pathlib import Path

from propria.licences import actions as licences
from propria.likeness.checks.model import Origin
from propria.likeness.slots import OriginOf
from propria.parties import actions as parties
from propria.plumbing.database import Session
from propria.plumbing.library import Library
from propria.plumbing.web.formats import moment
from propria.plumbing.web.words import Words
from propria.provenance import actions as provenance
from propria.provenance import texts
from propria.provenance.authority import Sealer
from propria.provenance.model import Released


def origin_of(library: Library, sealer: Sealer) -> OriginOf:
    """The slot's filling: a file's bytes, seal, claim and looks against what was sealed here."""

    def found(file: Path, performer_id: str) -> Origin:
        seen, looks = provenance.look_at(file, sealer)

        def work(db: Session) -> Origin:
            known = provenance.recognise(seen, looks, db=db)
            says = (Words(*texts.INTEGRITY[seen.integrity]), Words(*texts.FOUND[known.found_by]))
            if known.output is None:
                return Origin(known.found_by.value, says)
            return _of_output(known.found_by.value, says, known.output, performer_id, library, db)

        return library.database.read(work)

    return found


def _of_output(
    found_by: str, says: tuple[Words, ...], output: Released, performer_id: str, library: Library, db: Session
) -> Origin:
    told = provenance.answer(output, now=library.clock.now(), db=db)
    licence = licences.licence(output.mark.licence_id, db=db)
    if licence.performer_id != performer_id:
        other = Words("该成品依据的不是您给出的授权。", "That output rests on no licence of yours.")
        return Origin(found_by, (*says, other, Words(*told.said)), output.passport.output_id)
    holder, (zh, en) = parties.creator(licence.creator_id, db=db).name, licence.project_title
    own = Words(
        f"该成品依您给{holder.zh}的授权（{zh}）制成，{moment(output.sealed_at, 'zh-Hans')}加封。",
        f"That output was made under your licence to {holder.en} ({en}) and sealed on {moment(output.sealed_at, 'en')}.",
    )
    answers = tuple(Words(a.words.zh, a.words.en) for a in (told.may_show, told.may_make))
    return Origin(found_by, (*says, own, *answers), output.passport.output_id, licence.id, is_own=True)
