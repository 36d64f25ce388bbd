"""The pictures of a shot: described, painted, measured, judged; the best of a few candidates is kept.

The loop is bounded and numeric: it ends at the threshold or after ``ATTEMPTS`` candidates. A further candidate is
described by the next artist, with the critic's advice, and asks for clearer figures. A wording that the image
provider refuses is found again by the same artist, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from studio.agents import Artist, Critic
from studio.graph.context import RunContext
from studio.graph.identity import identify
from studio.graph.wording import in_other_words
from studio.producer.making import Credit
from studio.production.brief import ReferencePicture
from studio.production.canonical import derive_seed
from studio.production.critique import ACCEPTED, CritiqueDraft
from studio.production.made import Candidate, Critique, Picture
from studio.production.screenplay import FigureDirection, PictureDraft
from studio.production.slices import FigureSlice, PictureSlice
from studio.production.tasks import PictureEvidence
from studio.production.vocabulary import Facing, ReferenceUse, SheetView
from studio.tools.film.requests import PictureMeasurements, PictureMeasureRequest
from studio.tools.image import ImageProduct, ImageRequest, StagedFigure, StagedProduct, Staging, most_references
from studio.tools.language import ShownPicture
from studio.tools.tool import Capability

ATTEMPTS = 2
_VIEWS_A_FIGURE = 2
_SEEN_FROM = {Facing.FRONT: SheetView.FRONT, Facing.BACK: SheetView.BACK}
"""The view of a cast sheet that is nearest; the others are nearest to three quarters."""
_SHEET = "From the cast sheet of character {number} of the shot: in the picture it is the same one, in another pose."

_LEGIBILITY_STEP = 0.6


async def paint(
    context: RunContext, needs: PictureSlice, *, subject: str, scene: str
) -> tuple[Picture, tuple[Critique, ...]]:
    """The picture of one shot, and the critiques of its candidates."""
    crew = context.crew(scene)
    candidates: list[Candidate] = []
    critiques: list[Critique] = []
    note = ""
    for number in range(ATTEMPTS):
        artist = crew.artists[number % len(crew.artists)]
        direction, painted = await _directed(context, needs, artist, number, scene, note)
        critique = await _judged(context, needs, painted, crew.critic, scene)
        context.producer.note_critique(
            critique, critic=crew.critic.profile.name, subject=subject, scene=scene, round_number=number
        )
        critiques.append(Critique(critic=crew.critic.profile.name, subject=subject, round=number, critique=critique))
        candidates.append(
            Candidate(picture=painted.picture, layers=painted.layers, direction=direction, critique=critique)
        )
        if critique.overall >= ACCEPTED:
            break
        note = "; ".join(suggestion.advice for suggestion in critique.suggestions)
    chosen = max(range(len(candidates)), key=lambda number: candidates[number].critique.overall)
    return Picture(chosen=chosen, candidates=tuple(candidates)), tuple(critiques)


async def _directed(
    context: RunContext, needs: PictureSlice, artist: Artist, candidate: int, scene: str, note: str
) -> tuple[PictureDraft, ImageProduct]:
    """What the artist asks for, and what is painted of it; in other words where the provider refuses the first."""

    async def directed(advice: str, has_other_words: bool) -> tuple[PictureDraft, ImageProduct]:
        seed = derive_seed(needs.seed, "describe")
        direction = await artist.describe(
            needs.treatment, needs.scene, needs.shot, seed, note=advice, attempt=needs.attempt, candidate=candidate
        )
        painted = await _painted(context, needs, direction, candidate, artist, scene, has_other_words=has_other_words)
        return direction, painted

    return await in_other_words(directed, note)


async def _judged(
    context: RunContext, needs: PictureSlice, painted: ImageProduct, critic: Critic, scene: str
) -> CritiqueDraft:
    """The critique of a candidate, on what was measured of it."""
    producer = context.producer
    likeness = await identify(context, needs.figures, painted.picture, Credit(agent=critic.profile.name, scene=scene))
    measured = await producer.make(
        producer.toolbox.film["film:measure_picture"],
        PictureMeasureRequest(picture=painted.picture, layers=painted.layers, palette=needs.look.palette),
        PictureMeasurements,
        credit=Credit(agent=critic.profile.name, scene=scene),
    )
    evidence = PictureEvidence.model_validate(
        measured.model_dump(include=set(PictureEvidence.model_fields) & set(PictureMeasurements.model_fields))
    )
    if not (needs.figures or needs.shot.shows_product):
        # Nobody stands there: what was measured is only the ground that somebody could have stood on.
        evidence = evidence.model_copy(update={"legibility": None})
    if likeness is not None:
        evidence = evidence.model_copy(update={"identity": likeness.identity, "copied": likeness.copied})
    return await critic.critique_picture(
        needs.scene, needs.shot, evidence, derive_seed(needs.seed, "critique"), _shown(needs, painted)
    )


def _shown(needs: PictureSlice, painted: ImageProduct) -> tuple[ShownPicture, ...]:
    """The picture, and beside it the front of each figure's cast sheet."""
    sheets = (
        ShownPicture(picture=one.picture, caption=_SHEET.format(number=number))
        for number, figure in enumerate(needs.figures, 1)
        for one in figure.sheet.pictures[:1]
    )
    return (ShownPicture(picture=painted.picture, caption="The picture to be judged:"), *sheets)


async def _painted(
    context: RunContext,
    needs: PictureSlice,
    direction: PictureDraft,
    candidate: int,
    artist: Artist,
    scene: str,
    *,
    has_other_words: bool,
) -> ImageProduct:
    tool = context.producer.tool(Capability.IMAGE, artist.profile)
    return await context.producer.make(
        tool,
        image_request(needs, direction, candidate, most_references(tool)),
        ImageProduct,
        role="artist",
        candidate=candidate,
        attempt=needs.attempt,
        credit=Credit(agent=artist.profile.name, scene=scene),
        has_other_words=has_other_words,
    )


def image_request(needs: PictureSlice, direction: PictureDraft, candidate: int, most: int = 0) -> ImageRequest:
    """What an image tool is asked for: the artist's prompt, and the staging for tools that draw by rule.

    The person's references come first; ``most`` is how many pictures the tool takes, which cast sheets fill up.
    """
    directed = {figure.name: figure for figure in direction.figures}
    figures = []
    for member in needs.figures:
        figure = directed.get(member.name)
        staged = StagedFigure(key=member.key, appearance=member.appearance)
        if figure is not None:
            staged = staged.model_copy(
                update={"pose": figure.pose, "expression": figure.expression, "facing": figure.facing}
            )
        figures.append(staged)
    product = None
    if needs.product is not None:
        product = StagedProduct(
            form=needs.product.form,
            main_colour=needs.product.main_colour,
            accent_colour=needs.product.accent_colour,
        )
    scene, keys = needs.scene, {member.name: member.key for member in needs.figures}
    given = tuple(
        reference.model_copy(update={"figure": keys.get(reference.figure or "", reference.figure)})
        for reference in needs.references
    )
    return ImageRequest(
        prompt=direction.prompt,
        staging=Staging(
            setting=scene.setting,
            time_of_day=scene.time_of_day,
            weather=scene.weather,
            framing=needs.shot.framing,
            style=needs.look.style,
            palette=needs.look.palette,
            figures=tuple(figures),
            landmark=scene.landmark,
            product=product,
        ),
        width=needs.width,
        height=needs.height,
        seed=derive_seed(needs.seed, "image", str(candidate), str(needs.attempt)),
        legibility=min(1.0, candidate * _LEGIBILITY_STEP),
        references=(*given, *sheet_references(needs.figures, directed, most - len(given))),
    )


def sheet_references(
    figures: Sequence[FigureSlice], directed: Mapping[str, FigureDirection], room: int
) -> list[ReferencePicture]:
    """The views of the figures' cast sheets that ``room`` is for: one of each, then a second one.

    None at all where there is no room for everybody: a face that is shown alone becomes everybody's.
    """
    known = [figure for figure in figures if figure.sheet.pictures]
    if room < len(known):
        return []
    turns = []
    for figure in known:
        direction = directed.get(figure.name)
        first = _SEEN_FROM.get(direction.facing, SheetView.THREE_QUARTER) if direction else SheetView.FRONT
        ordered = sorted(figure.sheet.pictures, key=lambda one: (one.view is not first, one.view is SheetView.BACK))
        turns.append(
            [
                ReferencePicture(
                    use=ReferenceUse.CHARACTER,
                    asset=one.picture,
                    figure=figure.key,
                    caption=f"{figure.sheet.described.rstrip('. ')}, {one.view.value} view",
                )
                for one in ordered[:_VIEWS_A_FIGURE]
            ]
        )
    return [one for turn in zip_longest(*turns) for one in turn if one is not None][:room]
