"""Which reference pictures a film does not show: a person who gave one is told.

Knows nothing of how they are shown.
"""

from __future__ import annotations

from studio.graph.cards import card_shot, lettering, scene_of
from studio.production.brief import ReferencePicture
from studio.production.document import Production
from studio.production.slices import picture_slice
from studio.production.timeline import END, TITLE
from studio.production.vocabulary import ReferenceUse

_WHY = {
    ReferenceUse.PRODUCT: "no shot shows a product",
    ReferenceUse.LOGO: "the title has room for one, where its words can be shown",
    ReferenceUse.CHARACTER: "that figure is in no shot",
    ReferenceUse.PALETTE: "there is no picture",
}


def strangers(production: Production) -> tuple[str, ...]:
    """Notices of references to somebody who is not in the cast; known once there is a treatment."""
    names = _names(production)
    return tuple(_notice(one, names) for one in production.brief.references if _is_strange(one, names))


def unshown(production: Production) -> tuple[str, ...]:
    """Notices of all references that no picture and no card shows; known once the shots are planned."""
    shots = [(scene, shot) for scene in production.scenes for shot in production.shots[scene.id]]
    shots += [(scene_of(production, card), card_shot(production, card)) for card in (TITLE, END)]
    shown = {one for scene, shot in shots for one in picture_slice(production, scene, shot).references}
    lettered = [lettering(production, card, frames=1) for card in (TITLE, END)]
    logos = {words.logo for words in lettered if words is not None}
    names = _names(production)
    return tuple(
        _notice(one, names)
        for one in production.brief.references
        if (one.asset not in logos if one.use is ReferenceUse.LOGO else one not in shown)
    )


def _names(production: Production) -> list[str]:
    return [member.name for member in production.treatment.cast] if production.treatment else []


def _is_strange(reference: ReferencePicture, names: list[str]) -> bool:
    return reference.use is ReferenceUse.CHARACTER and reference.figure is not None and reference.figure not in names


def _notice(reference: ReferencePicture, names: list[str]) -> str:
    what = f"{reference.use} {reference.figure}" if reference.figure else reference.use.value
    why = _WHY[reference.use]
    if _is_strange(reference, names):
        why = f"the cast is {', '.join(names)}" if names else "there is no cast"
    return f"The reference picture of the {what} is not shown: {why}."
