"""What is too large for memory is read and written like any file, and nobody else can read or change it."""

import io
import os
import random

import pytest
from litestar import Litestar, Request, post
from litestar.testing import TestClient

from propria.kernel.errors import Unverified
from propria.plumbing.sealed_file import HELD_PAGES, PAGE_BYTES, SealedFile
from propria.plumbing.web.form_files import seal_form_files

WORDS = b"Mina says only this scene. "


def on_disk(file: SealedFile) -> bytes:
    """What lies on the disk of it."""
    number = file._disk.fileno()
    return os.pread(number, os.fstat(number).st_size, 0)


def filled(pages: int) -> SealedFile:
    """A file of so many pages, all of it words."""
    file = SealedFile()
    for _ in range(pages):
        file.write((WORDS * (PAGE_BYTES // len(WORDS) + 1))[:PAGE_BYTES])
    return file


def test_it_reads_what_was_written_wherever_it_was_written() -> None:
    rng, plain = random.Random(7), io.BytesIO()
    with SealedFile() as sealed:
        for _ in range(120):
            at, size = rng.randrange(24 * PAGE_BYTES), rng.choice((1, 5000, PAGE_BYTES, PAGE_BYTES + 3))
            for file in (plain, sealed):
                file.seek(at)
            piece = rng.randbytes(size)
            assert sealed.write(piece) == plain.write(piece)
            assert len(sealed._pages) <= HELD_PAGES
        whole = plain.getvalue()
        assert (sealed.seek(0, io.SEEK_END), sealed.read(1)) == (len(whole), b"")
        assert sealed.fetch(PAGE_BYTES - 2, 3 * PAGE_BYTES) == whole[PAGE_BYTES - 2 : 3 * PAGE_BYTES]
        assert sealed.ranged().open().read() == whole
        assert b"".join(sealed.pieces()) == whole
        assert sealed.closed


def test_its_disk_holds_nothing_plain_and_whoever_changes_it_is_found_out() -> None:
    with filled(HELD_PAGES + 4) as file:
        file.fetch(0, file.tell())
        before = on_disk(file)
        assert len(before) >= 4 * PAGE_BYTES
        assert WORDS not in before
        assert file.fetch(0, len(WORDS)) == WORDS
        file.fetch(2 * PAGE_BYTES, file.tell())
        slot = PAGE_BYTES + 16
        number = file._disk.fileno()
        os.pwrite(number, before[slot : 2 * slot], 0)
        with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
            file.fetch(0, 1)
        os.pwrite(number, before[:slot], 0)
        file.seek(0)
        file.write(b"another take")
        file.fetch(2 * PAGE_BYTES, file.tell() + 40 * PAGE_BYTES)
        os.pwrite(number, before[:slot], 0)
        with pytest.raises(Unverified, match=r"plumbing\.cipher_broken"):
            file.fetch(0, 1)


def test_a_large_file_of_a_form_lies_sealed_and_a_small_one_in_memory() -> None:
    seal_form_files()
    sent = (WORDS * 80_000)[: 2 << 20]

    @post("/", status_code=200)
    async def brought(request: Request) -> list:
        form = await request.form()
        files = [form["small"], form["large"]]
        assert [await one.read() for one in files] == [WORDS, sent]
        return [type(one.file._file).__name__ for one in files]

    with TestClient(Litestar([brought])) as client:
        answer = client.post("/", files={"small": ("a", WORDS), "large": ("b", sent)})
    assert answer.json() == ["BytesIO", "SealedFile"]
