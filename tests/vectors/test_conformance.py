"""`propria conformance`: our verifier, the one-file verifier, JavaScript and Go answer every vector rightly."""

import json
import subprocess
import sys

import pytest
from tests.vectors.test_independent_verifiers import EXAMPLES, go_verifier, node
from tests.vectors.write_vectors import FOLDER, as_text, files

from propria.cli.main import main
from propria.cli.zipapp import archive

__all__ = ["go_verifier", "node"]
ONLY_ITSELF = [sys.executable, "-I", "-S"]
WRONG = (
    "import json,sys\nfor q in sys.stdin: print(json.dumps({'id': json.loads(q)['id'], 'colour': 'green'}))"
)


@pytest.fixture(scope="session")
def pyz(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    assert main(["zipapp", str(folder / "propria-verify.pyz")]) == 0
    return folder / "propria-verify.pyz"


def table(capsys, *words):
    """Exit code and rows of `propria conformance`."""
    capsys.readouterr()
    code = main(["conformance", *words])
    return code, capsys.readouterr().out.splitlines()


def test_the_vectors_in_the_repository_are_those_that_the_script_writes():
    written = {file.stem: file.read_text("utf-8") for file in FOLDER.glob("*.json")}
    assert written == {name: as_text(vector) for name, vector in files()}


def test_our_verifier_answers_rightly(capsys):
    ours = "import sys; from propria.cli.main import main; sys.exit(main(['verify', '--lines']))"
    code, rows = table(capsys, "--", sys.executable, "-c", f"import sys; sys.path.insert(0, 'src'); {ours}")
    assert (code, [row for row in rows[:-1] if not row.startswith("right")]) == (0, [])


def test_the_one_file_verifier_answers_rightly_with_nothing_but_python(capsys, pyz):
    code, rows = table(capsys, "--", *ONLY_ITSELF, str(pyz), "--lines")
    assert (code, [row for row in rows[:-1] if not row.startswith("right")]) == (0, [])
    asks = f"import sys; sys.path.insert(0, {str(pyz)!r}); from propria.proofs import public_keys as k"
    said = subprocess.run([*ONLY_ITSELF, "-c", f"{asks}; print(k.IS_PLAIN)"], capture_output=True, text=True)
    assert said.stdout == "True\n", "it used a package from outside"


def test_the_one_file_verifier_is_the_same_bytes_each_time(pyz):
    assert pyz.read_bytes() == archive()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_one_file_verifier_prints_the_words_in_both_languages(pyz, tmp_path, language):
    asked = json.loads((FOLDER / "sound-named.json").read_text("utf-8"))["input"]
    for name in ("bundle", "trust"):
        (tmp_path / f"{name}.json").write_text(asked[name], "utf-8")
    command = [*ONLY_ITSELF, "-X", "utf8", str(pyz), str(tmp_path / "bundle.json"), "--lang", language]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "愿意洽谈，未作授权。" in done.stdout
    assert "Open to enquiries; no licence given." in done.stdout
    only = {"en": "binding attested by operator only", "zh": "仅由运营方证明身份"}[language]
    limits = {"en": "What this cannot know:", "zh": "本凭证包无法得知："}[language]
    assert only in done.stdout
    assert limits in done.stdout


def test_the_one_file_verifier_says_what_is_missing(pyz, tmp_path):
    done = subprocess.run(
        [*ONLY_ITSELF, str(pyz), str(tmp_path / "none.json")], capture_output=True, text=True
    )
    assert (done.returncode, "cli.no_file" in done.stderr) == (1, True)


def test_javascript_answers_rightly(capsys, node):
    code, rows = table(capsys, "--", node, str(EXAMPLES / "conform.mjs"))
    assert (code, [row for row in rows[:-1] if not row.startswith("right")]) == (0, [])


def test_go_answers_rightly_about_the_log(capsys, go_verifier):
    code, rows = table(capsys, "--profile", "log", "--", go_verifier, "--lines")
    assert (code, [row for row in rows[:-1] if not row.startswith("right")]) == (0, [])


def test_a_verifier_that_finds_everything_green_is_found_out(capsys):
    code, rows = table(capsys, "--json", "--", sys.executable, "-c", WRONG)
    judged = [json.loads(row) for row in rows]
    assert code == 1
    assert not any(row["is_right"] for row in judged if row["name"].startswith(("false", "ceremony")))
    assert table(capsys, "--", sys.executable, "-c", WRONG)[1][0].startswith("WRONG  ceremony-embedded")


@pytest.mark.parametrize("command", [[sys.executable, "-c", "print('hello')"], ["/no/such/program"], []])
def test_what_does_not_answer_is_said(capsys, command):
    assert main(["conformance", "--", *command]) == 1
    assert "cli.no_answers" in capsys.readouterr().err


def test_a_folder_without_vectors_is_said(capsys, tmp_path):
    assert main(["conformance", "--vectors", str(tmp_path), "--", "true"]) == 1
    assert "cli.no_file" in capsys.readouterr().err


def test_verify_without_a_bundle_says_so(capsys):
    assert main(["verify"]) == 1
    assert "cli.no_file" in capsys.readouterr().err
