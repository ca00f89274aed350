"""The embedded CPU replica engine: pure media functions behind `port.Engine`; no database, no web, no
network.

Read `port` first, then `embedded`, then follow one build: faces, landmarks, head, library, preview_voice;
and one render: speech, phones, talking. Every model comes out of an installed package and is verified at
load (`weights`).
"""
