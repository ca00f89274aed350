"""How many of what, in English: one has no s. It counts nothing itself."""


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, which takes an s where there is another number than one.

    >>> counted(1, "version"), counted(1_200, "use"), counted(0, "copy", "copies")
    ('1 version', '1,200 uses', '0 copies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def verb(number: int, one: str, many: str) -> str:
    """The word for one, or for any other number.

    >>> verb(1, "is", "are"), verb(2, "is", "are")
    ('is', 'are')
    """
    return one if number == 1 else many
