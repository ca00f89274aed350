"""What the performers say: the words of their footage and of their separate takes."""

from __future__ import annotations

FOOTAGE: dict[str, tuple[str, str]] = {
    "mina-haldane": (
        "en",
        "Good evening. My name is Mina Haldane, and every word you hear is mine to lend. "
        "Both my brothers wished for a yellow boat, but I chose the purple one. "
        "Five thin voices joined the choir, and the usual hush rose above the harbour wall.",
    ),
    "wen-zhuxi": (
        "zh",
        "大家好，我叫温竹溪。我的脸和声音，只借给我点过头的戏。"
        "风吹过旧码头，白鸟飞向远处的山坡。请您慢慢说，把每一句话都留给需要它的人。",
    ),
}

LINES: dict[str, tuple[str, tuple[str, ...]]] = {
    "mina-haldane": (
        "en",
        (
            "I said yes to this scene, and only to this scene.",
            "The tide comes in at ten past four, so we have exactly one take.",
            "You may borrow my voice for the lighthouse, but never for the storm.",
            "Close the shutters, put the kettle on, and tell me who else was on the bridge.",
            "If I change my mind tomorrow, the answer changes with it.",
            "Inspector Vane does not run. She arrives.",
            "That was a joke. You can tell, because nobody laughed.",
            "Thank you. I heard myself say it, and this time I meant it.",
        ),
    ),
    "wen-zhuxi": (
        "zh",
        (
            "这场戏我答应了，别的还没有。",
            "灯先别灭，让我把这封信念完。",
            "三十年前，这座桥还是木头的。",
            "你可以用我的声音，但是不能用它骗人。",
            "水开了，茶还没有放，我们慢慢谈。",
            "孩子，路是远的，可是每一步都算数。",
            "谢谢。今天我就说到这里。",
        ),
    ),
    "obi-carrowell": (
        "en",
        (
            "Last tram of the night, ladies and gentlemen. Mind the doors and mind each other.",
            "I am not here to stop you. I am here to hold your coat.",
            "Every stop on this line is somebody's front door.",
            "Put down the umbrella, sir, and nobody has to get wet.",
        ),
    ),
    "qiao-lanting": (
        "zh",
        (
            "狐狸不说谎，它只是不回答。",
            "再来一遍吧，刚才那只鸟抢了我的戏。",
            "雨停了，我们走水边那条路。",
            "你问的三件事，我只同意第一件。",
        ),
    ),
}
