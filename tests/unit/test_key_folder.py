from __future__ import annotations

from pathlib import Path

from plugin.key_folder import KeyFolder


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = KeyFolder(tmp_path).keep("zed/key", lambda: b"one")
    second = KeyFolder(tmp_path).keep("zed/key", lambda: b"two")
    assert first == second == b"one"


def test_the_password_stays_the_same(tmp_path: Path) -> None:
    assert KeyFolder(tmp_path).password == KeyFolder(tmp_path).password


def test_only_the_owner_can_read_a_key(tmp_path: Path) -> None:
    KeyFolder(tmp_path).keep("zed/key", lambda: b"one")
    for path in (tmp_path / "keys").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_of_two_makers_at_once_the_first_counts(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path)

    def late() -> bytes:
        folder.keep("key", lambda: b"early")
        return b"late"

    assert folder.keep("key", late) == b"early"
    assert not list((tmp_path / "keys").glob("tmp*"))
