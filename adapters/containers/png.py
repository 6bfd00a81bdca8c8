"""An Open Badge 3.0 inside a PNG (OB 3.0, section 5.3.2): one uncompressed iTXt chunk.

openbadges-bakery writes the marks of Open Badges 2.0 only, which readers of 3.0 do not look for.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from plugin.domain.documents import SealedFile
from plugin.domain.errors import InputError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT, _END = b"iTXt", b"IEND"
_MARK = b"openbadgecredential\0"
_PLAIN = b"\0\0\0\0"  # not compressed, no language, no translated keyword (PNG 3, section 11.3.3.4)
_ENVELOPE = 12  # length, type and checksum of a chunk
_AGAIN = "Get the picture anew; some programs cut or change pictures when they pass them on."


class OpenBadge3Png:
    """Implements the port `Container`."""

    name = "openbadge3_png"
    media_type = "image/png"
    suffix = ".png"

    def recognises(self, raw: bytes) -> bool:
        """Whether it begins as a PNG."""
        return raw.startswith(SIGNATURE)

    def put(self, image: bytes, sealed: SealedFile) -> bytes:
        """The picture with the badge right behind its header, and without the one that it may carry already."""
        kept = [image[begin:end] for kind, begin, end in _chunks(image) if not _carries(image, kind, begin)]
        return b"".join([SIGNATURE, kept[0], _chunk(_TEXT, _MARK + _PLAIN + sealed.data), *kept[1:]])

    def take(self, raw: bytes) -> bytes | None:
        """The badge; InputError when the picture is damaged, or holds two."""
        found = [raw[begin:end] for kind, begin, end in _chunks(raw) if _carries(raw, kind, begin)]
        if len(found) > 1:
            raise InputError("png.two", "The picture holds more than one badge.", _AGAIN)
        return _document(found[0]) if found else None


def _chunks(raw: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Type, begin and end of each chunk, up to and with the last."""
    position = len(SIGNATURE)
    while position + _ENVELOPE <= len(raw):
        length, kind = struct.unpack_from(">I4s", raw, position)
        end = position + _ENVELOPE + length
        if end > len(raw):
            break
        yield kind, position, end
        if kind == _END:
            return
        position = end
    raise InputError("png.broken", "The picture is cut or damaged.", _AGAIN)


def _carries(raw: bytes, kind: bytes, begin: int) -> bool:
    return kind == _TEXT and raw.startswith(_MARK, begin + 8)


def _document(chunk: bytes) -> bytes:
    content, checksum = chunk[8:-4], chunk[-4:]
    if struct.pack(">I", zlib.crc32(chunk[4:-4])) != checksum:
        raise InputError("png.checksum", "The badge in the picture is damaged.", _AGAIN)
    flags, rest = content[len(_MARK) :][:2], content[len(_MARK) + 2 :]
    parts = rest.split(b"\0", 2)
    if flags != b"\0\0" or len(parts) != 3:  # OB 3.0: "the iTXt chunk must not be compressed"
        raise InputError("png.compressed", "The badge in the picture is stored in a way that is not allowed.", _AGAIN)
    return parts[2]


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
