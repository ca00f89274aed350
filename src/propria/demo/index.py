"""The page that lists what the story left: plain HTML beside the files, readable without a server."""

from html import escape
from itertools import groupby

from propria.demo.programme import Artefact, Programme, Row

_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:3rem auto;padding:0 1rem;color:#1b1d24;"
    "background:#fbfaf7}@media(prefers-color-scheme:dark){body{color:#e9e2d3;background:#14161d}a{color:#9db8ff}}"
    "table{border-collapse:collapse;width:100%}td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;"
    "border-bottom:1px solid #8884;overflow-wrap:anywhere}code{font-size:.85em}small{opacity:.7}"
    "figure{display:inline-block;margin:0 1rem 1rem 0;vertical-align:top}img,video{height:16rem;max-width:100%}"
)
_ACTS_ZH = {
    "1": "签过字的话",
    "2": "一份合约",
    "3": "素材与文件",
    "4": "报酬",
    "5": "数字分身",
    "6": "收回",
}


def index_html(programme: Programme) -> str:
    """The page: what can be looked at, each file with what it is and how to check it, then everything that happened."""
    seen = "".join(_figure(a) for a in programme.artefacts)
    files = "".join(_file(a) for a in programme.artefacts)
    acts = "".join(
        _act(title, list(rows)) for title, rows in groupby(programme.rows, key=lambda row: row.act)
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>What the demo left · 演示留下了什么</title><style>{_STYLE}</style>"
        '<h1>What the demo left<br><small lang="zh-Hans">演示留下了什么</small></h1>'
        "<p>Its people are invented and its keys are software. Nothing here binds anyone.<br>"
        '<span lang="zh-Hans">人物是虚构的，密钥是软件生成的，这里的一切对任何人都没有约束力。</span></p>'
        f"{seen}{_heading('Files, and how to check them', '文件及核验方法')}<table>{files}</table>"
        f"{_heading('What happened', '经过')}{acts}</html>\n"
    )


def _heading(en: str, zh: str, level: int = 2) -> str:
    return f'<h{level}>{escape(en)} <small lang="zh-Hans">{escape(zh)}</small></h{level}>'


def _figure(artefact: Artefact) -> str:
    name, says = escape(artefact.name), escape(artefact.says)
    if name.endswith(".mp4"):
        shown = f'<video controls preload="metadata" src="{name}"></video>'
    elif name.endswith(".png"):
        shown = f'<img src="{name}" alt="{says}">'
    else:
        return ""
    return f"<figure>{shown}<figcaption><small>{says}</small></figcaption></figure>"


def _file(artefact: Artefact) -> str:
    name, how = escape(artefact.name), escape(artefact.how_to_check)
    check = f"<br><code>{how}</code>" if how else ""
    return f'<tr><td><a href="{name}">{name}</a></td><td>{escape(artefact.says)}{check}</td></tr>'


def _act(title: str, rows: list[Row]) -> str:
    told = "".join(
        f"<tr><td>{escape(r.who)}</td><td>{escape(r.what)}</td><td>{escape(r.outcome)}</td>"
        f"<td><small>{r.seconds:.2f} s</small></td></tr>"
        for r in rows
    )
    seconds = sum(r.seconds for r in rows)
    zh = _ACTS_ZH.get(title.partition(" ")[0], "")
    return f"{_heading(title, f'{zh} · {seconds:.1f} s', 3)}<table>{told}</table>"
