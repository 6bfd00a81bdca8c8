"""The picture of an award, with its badge inside: one file to show and to check."""

from __future__ import annotations

from collections.abc import Mapping

from plugin.domain.badge import BadgeImage, face_of
from plugin.domain.lifecycle import Award
from plugin.domain.ports.presenting import Container
from plugin.issuing.press import Press


def pictures(award: Award, press: Press) -> Mapping[str, bytes]:
    """Ending to file, for every kind of picture that can carry a document of this award; made from sealed bytes.

    Of two documents that the same place could carry, the plan's first one is in it.
    """
    image, made = _image(award, press), dict[str, bytes]()
    filled: set[str] = set()
    for document in award.documents:
        for container in _containers(document.format, press):
            if document.sealed and container.name not in filled:
                filled.add(container.name)
                bare = made.get(container.suffix) or _bare(image, container)
                made[container.suffix] = container.put(bare, document.sealed)
    return made


def _image(award: Award, press: Press) -> BadgeImage:
    institution, plan = press.plans.version(award.institution_id, award.key.plan_id, award.plan_version)
    return press.renderer.badge(face_of(institution, plan, press.signers(institution).are_tests))


def _containers(format_name: str, press: Press) -> tuple[Container, ...]:
    return tuple(press.containers[name] for name in press.formats[format_name].containers)


def _bare(image: BadgeImage, container: Container) -> bytes:
    return image.svg if container.media_type == "image/svg+xml" else image.png
