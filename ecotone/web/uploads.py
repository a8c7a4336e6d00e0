"""Files sent to a page: bounded while they come in, before anything of them is kept."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST = 100 * 2**20
"""Bytes of one upload; what is larger is taken in from the command line."""


class Bounded(FileUploadHandler):
    """Stops an upload that goes on past LARGEST, whatever its header said, on any page. Keeps nothing itself."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.seen += len(raw_data)
        if self.seen > LARGEST:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
