"""The story, act by act. Every step goes over HTTP by the person whose act it is; nothing is done behind the scenes."""

import json
from datetime import timedelta
from typing import Any

from propria.demo.hands import Hands
from propria.demo.media import media_and_papers, money
from propria.demo.people import company
from propria.demo.profiles import lets_negotiate, says_and_shows
from propria.demo.replica import the_replica
from propria.demo.tellings import Story, refused
from propria.demo.terms import GUARANTEE, PROJECT, SAID_BESIDE, film_terms, series_scope, series_use, sheet
from propria.kernel.time import wire
from propria.parties.model import Role
from propria.scope import volume

PRESS_COPY = "Over 100 artists have signed."
PRESS_COPY_ZH = "超过100位艺人已签约入驻。"


def signed_words(story: Story) -> None:
    """Act one: names are proven, words are signed, and no sentence outruns them."""
    p = story.programme
    p.act("1  Signed words")
    mina, otto, sam = story.person("mina"), story.person("otto"), Hands(story.stage, "sam")
    with p.does("Otto", "imports 100 names that somebody sent him") as out:
        rows = [{"zh": f"演员{i}", "en": f"Name {i}", "contact": ""} for i in range(100)]
        otto.post("/api/v1/imports", {"rows": rows})
        out.append(f"the public sees {len(sam.get('/api/v1/performers'))} of them")
    with p.does("Mina", "proves her domain and makes a signing key") as out:
        out.append(mina.proves_domain())
        mina.gets_key()
    with p.does("Mina", "signs what she may be asked for") as out:
        receipt = mina.opens(film_terms(), 8_000_000)
        story.ids["openness"] = receipt["statement_id"]
        out.append(f"log entry {receipt['entry_index']}; open to enquiries; no licence given")
        p.leaves("statement.zh.txt", receipt["text"]["zh"], "The words Mina signed, in Chinese")
        p.leaves("statement.en.txt", receipt["text"]["en"], "The words Mina signed, in English")
    _others_open(story, sam)
    _known_from_outside(story)
    _say_and_show(story)
    _check_press(story, otto)
    with p.does("Sam", "takes Mina's proof bundle and the log's trust file") as out:
        _leave_bundle(
            story, story.ids["openness"], "openness.bundle.json", "What Mina signed, provable offline"
        )
        p.leaves(
            "trust.json", sam.takes("/log/trust"), "The log's key and signing page, on the operator's word"
        )
        out.append("propria verify reads it with no server")


def _others_open(story: Story, sam: Hands) -> None:
    p = story.programme
    others = [q for q in company() if q.role is Role.PERFORMER and q.short != "mina"]
    with p.does("others", f"{len(others)} more performers do the same") as out:
        for number, player in enumerate(others):
            hands = story.person(player.short)
            hands.proves_domain()
            hands.gets_key()
            hands.opens(film_terms(), 6_000_000 + 2_000_000 * number)
        out.append(f"{sam.get('/api/v1/counts')['open']} are open to enquiries")


def _known_from_outside(story: Story) -> None:
    """The studio and the agency show by a domain who they are: their names stand with it wherever they are read."""
    for short, who in (("cleo", "the studio"), ("rafael", "his agency")):
        hands = story.person(short)
        with story.programme.does(short.title(), f"proves the domain of {who}") as out:
            domain = hands.proves_domain()
            strength = hands.get("/api/v1/me")["identity"]["strength"]
            out.append(f"{domain}: known from {strength}, and listed nowhere by it")


def _say_and_show(story: Story) -> None:
    p, players = story.programme, {q.short: q for q in company() if q.folder}
    with p.does("Wen", "gives Rafael a mandate to negotiate, and nothing else") as out:
        receipt = lets_negotiate(story.person("wen"), story.person("rafael"), film_terms())
        out.append(f"log entry {receipt['entry_index']}")
    with p.does("all", "sign what casting may know, and for exactly these pictures") as out:
        shown = sum(
            says_and_shows(story.person(short), player, shows_representation=short == "wen")
            for short, player in players.items()
        )
        out.append(f"{len(players)} profiles, {shown} pictures and clips; any is taken back by one tap")


def _check_press(story: Story, otto: Hands) -> None:
    p = story.programme
    with p.does("Otto", f"asks whether the press may read: {PRESS_COPY}") as out:
        verdicts = otto.post("/api/v1/claims/check", {"text": f"{PRESS_COPY}\n{PRESS_COPY_ZH}"})
        out.append(f"{verdicts[0]['verdict']}; say: {verdicts[0]['provable_text']}")
        assert {v["verdict"] for v in verdicts} == {"overclaims"}
        p.leaves(
            "press-check.json",
            json.dumps(verdicts, ensure_ascii=False, indent=1),
            "Why the press sentence was refused, and the one that can be proven",
        )


def _leave_bundle(story: Story, statement_id: str, name: str, says: str) -> None:
    content = Hands(story.stage, "sam").takes(f"/log/bundles/{statement_id}")
    story.programme.leaves(name, content, says, f"./run propria verify out/demo/{name}")


def a_deal(story: Story) -> None:
    """Act two: a brief, who fits, an offer and a counter, one contract, two signatures, a licence."""
    p = story.programme
    p.act("2  A deal")
    mina, cleo = story.person("mina"), story.person("cleo")
    cleo.gets_key()
    with p.does("Cleo", "writes a brief and sees who fits, and why not") as out:
        story.ids["brief"] = cleo.post("/api/v1/briefs", _brief())["brief"]
        found = cleo.get(f"/api/v1/briefs/{story.ids['brief']}/matches")
        out.append(f"{len(found['fitting'])} fit, {len(found['others'])} do not")
        why = [f"{m['name']['en']}: {', '.join(m['reasons'])}" for m in found["others"]]
        p.leaves("matches.txt", "\n".join(why) + "\n", "Who does not fit, and every reason")
    with p.does("Cleo", "tries an offer across Mina's red line") as out:
        crossed = sheet(series_scope(theme=["drama", "nudity"]))
        out.append(f"cannot be sent: {refused(lambda: _offer(story, crossed)).code}")
    with p.does("Cleo", "offers; Mina counters with fewer seconds") as out:
        deal = _offer(story, sheet())
        less = sheet(series_scope(volume=volume(seconds=480, lines=300)))
        changes = mina.post(f"/api/v1/deals/{deal}/counter", {"sheet": less})["changes"]
        out.append(" / ".join(c["en"] for c in changes))
    _sign_contract(story, deal)
    _say_it(story)
    with p.does("Otto", "records that the funds are held") as out:
        form = {"licence": story.ids["licence"], "amount": GUARANTEE.to_json(), "reference": "DEMO-BANK-1"}
        out.append(story.person("otto").post("/api/v1/funds", form)["held"])


def _sign_contract(story: Story, deal: str) -> None:
    p, mina, cleo = story.programme, story.person("mina"), story.person("cleo")
    with p.does("Cleo", "agrees; the contract is made in both languages") as out:
        cleo.post(f"/api/v1/deals/{deal}/agree")
        made = cleo.post(f"/api/v1/deals/{deal}/contract")
        story.ids["contract"] = made["contract"]
        out.append(f"SHA-256 {made['pdf_sha256'][:16]}…")
    with p.does("both", "sign the file's hash on the signing host") as out:
        cleo.signs(cleo.post(f"/api/v1/contracts/{made['contract']}/sign"))
        receipt = mina.signs(mina.post(f"/api/v1/contracts/{made['contract']}/sign"))
        story.ids["signature"] = receipt["statement_id"]
        licence = cleo.get("/api/v1/licences")[0]
        story.ids["licence"] = licence["licence"]
        out.append(f"licence frozen; waits for {', '.join(licence['waits_for'])}")
        sealed = mina.takes(f"/api/v1/contracts/{made['contract']}/sealed")
        p.leaves(
            "contract.pdf",
            sealed,
            "The contract with the operator's attestation seals",
            "pdfsig contract.pdf",
        )


def _say_it(story: Story) -> None:
    """Both sides sign the words in which the licence may be said; either alone would say nothing."""
    with story.programme.does("both", "sign that the licence may be said in public") as out:
        for person in (story.person("mina"), story.person("cleo")):
            where = f"/api/v1/licences/{story.ids['licence']}/announcement"
            person.signs(person.post(where, {}))
            said = person.get(where)
            out.append("public" if said["public"] else "not yet: one side alone says nothing")


def _brief() -> dict[str, Any]:
    return {
        "title_zh": "纸灯街",
        "title_en": "Paper Lantern Street",
        "project": PROJECT,
        "role": "inspector_rowe",
        "scope": series_scope().to_json(),
        "budget": GUARANTEE.to_json(),
        **SAID_BESIDE,
    }


def _offer(story: Story, terms: dict[str, Any]) -> str:
    cleo, mina = story.person("cleo"), story.person("mina")
    lapses = wire(cleo.now + timedelta(days=14))
    form = {"brief": story.ids["brief"], "performer": mina.performer_id, "sheet": terms, "lapses_at": lapses}
    return str(cleo.post("/api/v1/offers", form)["deal"])


def taking_back(story: Story) -> None:
    """The last act: what was given is taken back, as easily, and the same request is denied."""
    p = story.programme
    p.act("6  Taking back")
    mina, cleo, sam = story.person("mina"), story.person("cleo"), Hands(story.stage, "sam")
    with p.does("Mina", "withdraws the licence: one draft, one signature") as out:
        drafted = mina.post(f"/api/v1/licences/{story.ids['licence']}/withdraw")
        out.append(f"log entry {mina.signs(drafted)['entry_index']}")
    with p.does("Cleo", "asks again for what was permitted") as out:
        use = series_use(cleo.now).to_json()
        form = {"token": story.ids["token"], "use": use, "nonce": "scene-12-take-2"}
        denied = refused(lambda: cleo.post("/api/v1/gate/reserve", form))
        out.append(f"{denied.code}: {', '.join(denied.facts['reasons'])}")
    with p.does("Mina", "is no longer open") as out:
        mina.signs(mina.post("/api/v1/openness/withdraw", {"performer": mina.performer_id}))
        out.append(f"{sam.get('/api/v1/counts')['open']} are open to enquiries")
    with p.does("Sam", "takes the bundles again") as out:
        _leave_bundle(
            story, story.ids["openness"], "openness-withdrawn.bundle.json", "The same, after she withdrew"
        )
        _leave_bundle(story, story.ids["signature"], "licence.bundle.json", "The licence and its withdrawal")
        out.append("status as of the newest checkpoint: withdrawn")


ACTS = (signed_words, a_deal, media_and_papers, money, the_replica, taking_back)
