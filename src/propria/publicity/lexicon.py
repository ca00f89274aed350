"""The words that say something about performers, and the fact that each one needs. Reviewed data.

A row is (word, needs). `needs` names what must be true of every performer counted or named:
`open` (open to enquiries), `licensed` (a licence in force for a named project), `never` (no state
of the ladder supports the word at all: being listed is not joining, joining is not a roster).
"""

OPEN, LICENSED, NEVER = "open", "licensed", "never"

WORDS_EN: tuple[tuple[str, str], ...] = (
    ("open to enquiries", OPEN),
    ("open to inquiries", OPEN),
    ("willing to talk", OPEN),
    ("have licensed", LICENSED),
    ("has licensed", LICENSED),
    ("licensed a named project", LICENSED),
    ("are licensed", LICENSED),
    ("is licensed", LICENSED),
    ("have signed", LICENSED),
    ("has signed", LICENSED),
    ("signed up", NEVER),
    ("signed", LICENSED),
    ("authorised", LICENSED),
    ("authorized", LICENSED),
    ("consented", LICENSED),
    ("onboarded", NEVER),
    ("on board", NEVER),
    ("joined", NEVER),
    ("joins", NEVER),
    ("partnered", NEVER),
    ("partnership", NEVER),
    ("roster", NEVER),
    ("our artists", NEVER),
    ("our performers", NEVER),
    ("approved", NEVER),
    ("enrolled", NEVER),
)

WORDS_ZH: tuple[tuple[str, str], ...] = (
    ("愿意洽谈", OPEN),
    ("开放洽谈", OPEN),
    ("已就", LICENSED),
    ("已授权", LICENSED),
    ("获授权", LICENSED),
    ("授权", LICENSED),
    ("签约", LICENSED),
    ("签署", LICENSED),
    ("入驻", NEVER),
    ("加盟", NEVER),
    ("加入", NEVER),
    ("合作艺人", NEVER),
    ("旗下", NEVER),
    ("入库", NEVER),
)

PEOPLE_EN = (
    "artist",
    "artists",
    "performer",
    "performers",
    "actor",
    "actors",
    "actress",
    "stars",
    "talents",
    "people",
)
PEOPLE_ZH = ("艺人", "演员", "表演者", "明星", "艺术家")

HEDGES = ("no licence given", "without a licence", "未作授权", "尚未授权", "未授权")
