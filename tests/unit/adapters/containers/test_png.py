from __future__ import annotations

import struct
import zlib

import pytest

from adapters.containers.png import SIGNATURE, OpenBadge3Png
from plugin.domain.documents import SealedFile
from plugin.domain.errors import InputError
from tests.fakes.issuer import PNG

BADGE = SealedFile("openbadge3", b"eyJ.a.b", "application/vc+jwt", ".jwt")


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def with_chunk(content: bytes) -> bytes:
    return PNG[:33] + chunk(b"iTXt", content) + PNG[33:]


def test_the_badge_stands_right_behind_the_header_uncompressed() -> None:
    baked = OpenBadge3Png().put(PNG, BADGE)
    assert baked == with_chunk(b"openbadgecredential\0\0\0\0\0eyJ.a.b")


def test_two_badges_are_refused() -> None:
    once = with_chunk(b"openbadgecredential\0\0\0\0\0eyJ.a.b")
    twice = once[:33] + chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0eyJ.c.d") + once[33:]
    with pytest.raises(InputError, match="more than one"):
        OpenBadge3Png().take(twice)


def test_a_compressed_badge_is_refused_unread() -> None:
    bomb = b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"0" * 100_000)
    with pytest.raises(InputError, match="not allowed"):
        OpenBadge3Png().take(with_chunk(bomb))


def test_a_badge_whose_checksum_does_not_fit_is_refused() -> None:
    baked = OpenBadge3Png().put(PNG, BADGE)
    with pytest.raises(InputError, match="damaged"):
        OpenBadge3Png().take(baked.replace(b"eyJ.a.b", b"eyJ.a.c"))


def test_other_texts_in_the_picture_stay() -> None:
    told = with_chunk(b"openbadges\0\0\0\0\0https://zed.example/assertion")
    baked = OpenBadge3Png().put(told, BADGE)
    assert b"https://zed.example/assertion" in baked
    assert OpenBadge3Png().take(baked) == b"eyJ.a.b"


def test_a_chunk_that_claims_to_be_longer_than_the_file_is_damage() -> None:
    with pytest.raises(InputError, match="cut or damaged"):
        OpenBadge3Png().take(SIGNATURE + struct.pack(">I4s", 2**31, b"IHDR") + b"\0" * 20)
