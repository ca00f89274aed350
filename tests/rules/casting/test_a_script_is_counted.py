"""A script in, its roles out: lines and scenes as somebody would count them by hand, in four kinds of file."""

import io
import zipfile
from hashlib import sha256

import pytest
import typst

from propria.casting.scripts.counting import read_script
from propria.kernel.errors import Malformed

FOUNTAIN = """Title: Paper Lantern Street
Author: Nobody

INT. TEAHOUSE - NIGHT

Rain. ANN sits alone. THE DOOR OPENS.

ANN (V.O.)
I never liked the rain.

@McAvoy
You never said.

ANN (CONT'D)
(quietly)
Nobody asked: not once.

/* ANN
Cut out. */

CUT TO:

.STREET

NIGHT CLERK
Who is there?

EXT. BRIDGE - DAY

ANN
Me.
"""
BY_HAND = {"ANN": (3, 2), "McAvoy": (1, 1), "NIGHT CLERK": (1, 1)}
CHINESE = """片名：纸灯街
人物：老王、小李
第一场 茶馆 夜 内
老王（叹气）：下雨了。
小李：是啊。
他起身。
第2场 桥头 日 外
老王：走吧。
"""
_BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def _counts(data):
    script = read_script(data)
    return script.scenes, {one.name: (one.lines, one.scenes) for one in script.roles}


def _docx(text):
    made = io.BytesIO()
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("word/document.xml", _BODY.format(paragraphs))
    return made.getvalue()


def _pdf(text):
    lines = "\n".join(f"#text({line!r})\\".replace("'", '"') for line in text.splitlines() if line)
    return bytes(typst.compile(lines.encode()))


def test_a_fountain_script_as_one_counts_by_hand():
    assert _counts(FOUNTAIN.encode()) == (3, BY_HAND)
    script = read_script(FOUNTAIN.encode())
    assert script.sha256 == script.text_sha256 == sha256(FOUNTAIN.encode()).hexdigest()
    assert [one.name for one in script.roles] == ["ANN", "McAvoy", "NIGHT CLERK"]


def test_the_same_in_word_and_in_pdf_and_in_chinese():
    assert _counts(_docx(FOUNTAIN)) == (3, BY_HAND)
    chinese = (2, {"老王": (2, 2), "小李": (1, 1)})
    for encoding in ("utf-8", "gb18030", "utf-16"):
        assert _counts(CHINESE.encode(encoding)) == chinese
    assert _counts(_docx(CHINESE)) == chinese
    plain = "INT. TEAHOUSE - NIGHT\nANN\nI never liked the rain.\nNIGHT CLERK\nWho is there?\nEXT. BRIDGE - DAY\nANN\nMe."
    assert _counts(_pdf(plain)) == (2, {"ANN": (2, 2), "NIGHT CLERK": (1, 1)})


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b" \n", "no_text"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"%PDF-1.7 torn", "damaged"),
        (b"\0\1\2\3", "damaged"),
        (b"x" * (11 << 20), "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused(data, problem):
    with pytest.raises(Malformed) as refused:
        read_script(data)
    assert (refused.value.code, refused.value.facts["problem"]) == ("casting.script_unreadable", problem)
