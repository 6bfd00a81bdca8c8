"""The words that stand around what a micro-credential says, per language of the page; English where we have none."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.elements import Element


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that the page itself says. `labels` are in the order of the standard elements."""

    kind: str
    certifies: str
    earned: str
    awarded_by: str
    id_label: str
    check_hint: str
    test: str
    undrawn: str
    labels: tuple[str, ...]

    def label(self, element: Element) -> str:
        """The element's name."""
        return self.labels[list(Element).index(element)]


_ENGLISH = Words(
    kind="Micro-credential",
    certifies="This is to certify that",
    earned="has earned the micro-credential",
    awarded_by="awarded by",
    id_label="Credential",
    check_hint="This page is only a picture. The sealed file that it belongs to can be checked by anyone.",
    test="TEST. This carries a test seal and proves nothing about a real institution.",
    undrawn="Some characters cannot be drawn on this page. The sealed file holds the name in full.",
    labels=tuple(element.value for element in Element),
)
_GERMAN = Words(
    kind="Micro-Credential",
    certifies="Hiermit wird bescheinigt, dass",
    earned="das folgende Micro-Credential erworben hat:",
    awarded_by="vergeben von",
    id_label="Nachweis",
    check_hint="Diese Seite ist nur ein Bild. Die gesiegelte Datei, zu der sie gehört, kann jeder prüfen.",
    test="TEST. Dies trägt ein Testsiegel und beweist nichts über eine wirkliche Einrichtung.",
    undrawn="Einige Zeichen können hier nicht gezeichnet werden. Die gesiegelte Datei enthält den vollen Namen.",
    labels=(
        "Angaben zur lernenden Person",
        "Titel des Micro-Credentials",
        "Land oder Region der ausstellenden Einrichtung",
        "Verleihende Einrichtung",
        "Ausstellungsdatum",
        "Lernergebnisse",
        "Arbeitsaufwand",
        "Niveau und Zyklus",
        "Art der Prüfung",
        "Form der Teilnahme",
        "Art der Qualitätssicherung",
        "Voraussetzungen",
        "Aufsicht und Identitätsprüfung",
        "Erreichte Note",
        "Anrechenbarkeit",
        "Weitere Informationen",
    ),
)
_FRENCH = Words(
    kind="Microcertification",
    certifies="Il est certifié que",
    earned="a obtenu la microcertification",
    awarded_by="délivrée par",
    id_label="Attestation",
    check_hint="Cette page n'est qu'une image. Chacun peut vérifier le fichier scellé auquel elle appartient.",
    test="TEST. Ceci porte un cachet de test et ne prouve rien sur un établissement réel.",
    undrawn="Certains caractères ne peuvent pas être dessinés ici. Le fichier scellé contient le nom complet.",
    labels=(
        "Identification de l'apprenant",
        "Intitulé de la microcertification",
        "Pays ou région de l'émetteur",
        "Organisme de délivrance",
        "Date de délivrance",
        "Acquis d'apprentissage",
        "Charge de travail théorique",
        "Niveau et cycle",
        "Type d'évaluation",
        "Forme de participation",
        "Type d'assurance de la qualité",
        "Conditions préalables",
        "Surveillance et vérification de l'identité",
        "Note obtenue",
        "Intégration et cumul",
        "Informations complémentaires",
    ),
)
_BY_LANGUAGE = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH}


def words_in(language: str) -> Words:
    """The page's words in that language (ISO 639-1)."""
    return _BY_LANGUAGE.get(language, _ENGLISH)
