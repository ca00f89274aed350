"""Files that come with a form: up to a mebibyte in memory, larger ones sealed, so that nothing of them is plain on a disk."""

from tempfile import SpooledTemporaryFile
from typing import Any

from litestar import _multipart
from litestar.datastructures import UploadFile

from propria.plumbing.sealed_file import SealedFile


class _Sealing(SpooledTemporaryFile[bytes]):
    """Rolls over into a file that this process alone can read."""

    def rollover(self) -> None:
        """Seal what is here; what comes is sealed too."""
        own: Any = self
        if own._rolled:
            return
        sealed = SealedFile()
        sealed.write(own._file.getbuffer())
        sealed.seek(own._file.tell())
        own._file, own._rolled = sealed, True


class SealedUpload(UploadFile):
    """Litestar's file of a form, but for where it lies."""

    __slots__ = ()

    def __init__(
        self,
        content_type: str,
        filename: str,
        file_data: bytes | None = None,
        headers: dict[str, str] | None = None,
        max_spool_size: int = 1 << 20,
    ) -> None:
        super().__init__(content_type, filename, None, headers, max_spool_size)
        self.file = _Sealing(max_size=max_spool_size)
        if file_data:
            self.file.write(file_data)
            self.file.seek(0)


def seal_form_files() -> None:
    """From now on Litestar reads every form's files so; its own would lie on a disk in the clear."""
    _multipart.UploadFile = SealedUpload  # type: ignore[misc, attr-defined]
