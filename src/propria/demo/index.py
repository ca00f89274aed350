"""The page that lists what the story left: plain HTML beside the files, readable without a server."""

from html import escape

from propria.demo.programme import Programme

_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:3rem auto;padding:0 1rem;color:#1b1d24;"
    "background:#fbfaf7}@media(prefers-color-scheme:dark){body{color:#e9e2d3;background:#14161d}a{color:#9db8ff}}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;"
    "border-bottom:1px solid #8884}code{font-size:.85em}small{opacity:.7}"
)


def index_html(programme: Programme) -> str:
    """The page: each artefact with what it is and how to check it, then everything that happened."""
    files = "".join(
        f'<tr><td><a href="{escape(a.name)}">{escape(a.name)}</a></td><td>{escape(a.says)}'
        f"{f'<br><code>{escape(a.how_to_check)}</code>' if a.how_to_check else ''}</td></tr>"
        for a in programme.artefacts
    )
    acts = "".join(
        f"<tr><td>{escape(r.who)}</td><td>{escape(r.what)}</td><td>{escape(r.outcome)}</td>"
        f"<td><small>{r.seconds:.2f} s</small></td></tr>"
        for r in programme.rows
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>What the demo left</title><style>{_STYLE}</style><h1>What the demo left</h1>"
        "<p>Its people are invented and its keys are software. Nothing here binds anyone.</p>"
        f"<h2>Files</h2><table>{files}</table><h2>What happened</h2><table>{acts}</table></html>\n"
    )
