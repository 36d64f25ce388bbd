"""The same face twice: cast sheets, pictures painted after them, and a critic who tells who is somebody else."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from films import BRIEF, WISHES, film_bytes, made, studio_in, uses
from openai_calls import PICTURE
from openai_wire import openai_server
from PIL import Image

from studio import FilmResult, Studio
from studio.errors import ContentRefused
from studio.graph.pictures import sheet_references
from studio.production.assets import Asset
from studio.production.brief import ReferencePicture
from studio.production.canonical import canonical_json
from studio.production.critique import CritiqueDraft
from studio.production.made import CastSheet, SheetPicture
from studio.production.screenplay import FigureDirection
from studio.production.slices import FigureSlice
from studio.production.treatment import Appearance
from studio.production.vocabulary import Facing, ReferenceUse, SheetView, Species
from studio.testing import BandedPictures
from studio.testing.wire import WireServer
from studio.tools.embedding import EmbeddingProduct, EmbeddingRequest, Likeness
from studio.tools.image import ImageProduct, ImageRequest
from studio.tools.painting import picture_prompt
from studio.tools.tool import Capability, Workbench

SHORT = {**WISHES, "music": False, "voice": False, "scenes": 2}


@dataclass
class Shown:
    """Bands that are painted after reference pictures; every request is kept."""

    most_references: int = 16
    refuses: str = ""
    requests: list[ImageRequest] = field(default_factory=list)
    made: dict[str, Asset] = field(default_factory=dict)
    name: str = "testing:shown"
    version: str = "1"
    capability: Capability = Capability.IMAGE

    async def __call__(self, request: ImageRequest, bench: Workbench) -> ImageProduct:
        self.requests.append(request)
        for reference in request.references:
            assert bench.path(reference.asset).exists()
        if self.refuses and self.refuses in request.prompt and request.prompt.startswith("Character reference"):
            raise ContentRefused("It shows fire.", tool=self.name)
        made = await BandedPictures()(request, bench)
        self.made[canonical_json(request)] = made.picture
        return made


@dataclass
class Eye:
    """Sees in the first look at a picture whatever ``sees`` says of it (a likeness), and then the same figure."""

    sees: float
    asked: list[EmbeddingRequest] = field(default_factory=list)
    name: str = "testing:eye"
    version: str = "1"
    capability: Capability = Capability.EMBEDDING
    likeness: Likeness = field(default=Likeness(other=0.2, same=0.7, copy_from=0.98))

    async def __call__(self, request: EmbeddingRequest, bench: Workbench) -> EmbeddingProduct:
        self.asked.append(request)
        first = len({one.items[0] for one in self.asked}) == 1
        likeness = self.sees if first else 0.8
        others = (likeness, (1 - likeness**2) ** 0.5)
        return EmbeddingProduct(vectors=((1.0, 0.0), *(others,) * (len(request.items) - 1)))


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory, small_films: None) -> Iterator[tuple[Shown, FilmResult, Studio]]:
    tool = Shown()
    with studio_in(tmp_path_factory.mktemp("sheets"), image=tool) as studio:
        yield tool, studio.create(BRIEF, **SHORT), studio


def test_each_character_has_one_sheet_and_every_shot_is_painted_after_it(
    painted: tuple[Shown, FilmResult, Studio],
) -> None:
    tool, film, _ = painted
    production = film.production
    seen = {member for shots in production.shots.values() for shot in shots for member in shot.characters}
    assert seen
    assert production.sheets.keys() == seen
    views = [view.value for view in SheetView]
    for sheet in production.sheets.values():
        assert [one.view.value for one in sheet.pictures] == views
        front, *others = (one.picture for one in sheet.pictures)
        after = [request for request in tool.requests if [one.asset for one in request.references] == [front]]
        # The other views, and nothing else: shots are shown two views.
        assert len(after) == len(others)
    drawn = {one.picture.hash for sheet in production.sheets.values() for one in sheet.pictures}
    for shots in production.shots.values():
        for shot in shots:
            picture = production.pictures[shot.id].picture
            request = next(one for one in tool.requests if tool.made[canonical_json(one)] == picture)
            shown = {one.asset.hash for one in request.references}
            assert bool(shown & drawn) == bool(shot.characters)
            assert {one.figure for one in request.references} == set(shot.characters)
    cards = [one for one in tool.requests if not one.staging.figures]
    assert all(not one.references for one in cards)


def test_again_nothing_is_painted(painted: tuple[Shown, FilmResult, Studio]) -> None:
    tool, film, studio = painted
    before, content = made(studio, film.project), film_bytes(film)
    assert film_bytes(studio.resume(film.project)) == content
    assert made(studio, film.project) == before
    assert len(tool.requests) == before["testing:shown"]


@pytest.mark.usefixtures("small_films")
@pytest.mark.parametrize(
    ("likeness", "evidence"), [(0.3, "likeness to the cast sheets 0.20"), (0.99, "hardly anything")]
)
def test_who_is_somebody_else_or_only_a_copy_is_painted_again(tmp_path: Path, likeness: float, evidence: str) -> None:
    tool, eye = Shown(), Eye(likeness)
    with studio_in(tmp_path, image=tool, embedding=eye) as studio:
        film = studio.create(BRIEF, **SHORT)
    failing = [
        one
        for picture in film.production.pictures.values()
        for one in picture.candidates
        if any(score.criterion == "identity" and evidence in score.evidence for score in one.critique.scores)
    ]
    assert len(failing) == 1
    (picture,) = [one for one in film.production.pictures.values() if failing[0] in one.candidates]
    assert len(picture.candidates) == 2
    assert picture.chosen == 1
    assert _identity(picture.candidates[1].critique) == 1
    others = [one for one in film.production.pictures.values() if one is not picture]
    assert all(len(one.candidates) == 1 for one in others)


def _identity(critique: CritiqueDraft) -> float:
    return next(score.score for score in critique.scores if score.criterion == "identity")


@pytest.mark.usefixtures("small_films")
def test_a_refused_sheet_is_found_again_in_other_words(tmp_path: Path) -> None:
    """The keeper's lantern is what nobody may see here; the rules leave out what a character carries."""
    tool = Shown(refuses="lantern")
    with studio_in(tmp_path, image=tool) as studio:
        film = studio.create(BRIEF, **SHORT)
    sheets = [request.prompt for request in tool.requests if request.prompt.startswith("Character reference")]
    refused = [prompt for prompt in sheets if tool.refuses in prompt]
    assert len(refused) == 1
    assert len(sheets) == 1 + 3 * len(film.production.sheets)


@pytest.mark.usefixtures("small_films")
def test_a_tool_that_takes_no_pictures_gets_none(tmp_path: Path) -> None:
    plain = Shown(most_references=0)
    with studio_in(tmp_path, image=plain) as studio:
        film = studio.create(BRIEF, **SHORT)
    assert film.production.sheets == {}
    assert all(not one.references for one in plain.requests)


def figure(key: str, *views: SheetView) -> FigureSlice:
    pictures = tuple(
        SheetPicture(view=view, picture=Asset(hash=f"{number}{key}".ljust(64, "0"), media_type="image/png"))
        for number, view in enumerate(views)
    )
    appearance = Appearance(species=Species.PERSON)
    return FigureSlice(key=key, name=key, appearance=appearance, sheet=CastSheet(described=key, pictures=pictures))


@pytest.mark.parametrize(
    ("facing", "room", "expected"),
    [
        (Facing.FRONT, 4, ["0a", "0b", "1a", "1b"]),
        (Facing.BACK, 4, ["2a", "2b", "0a", "0b"]),
        (Facing.LEFT, 3, ["1a", "1b", "0a"]),
        (Facing.RIGHT, 2, ["1a", "1b"]),
        # A face that is shown alone becomes everybody's.
        (Facing.FRONT, 1, []),
        (Facing.FRONT, 0, []),
    ],
)
def test_the_nearest_views_come_first_and_everybody_is_shown(facing: Facing, room: int, expected: list[str]) -> None:
    figures = (figure("a", *SheetView), figure("b", *SheetView))
    directed = {name: FigureDirection(name=name, facing=facing) for name in "ab"}
    shown = sheet_references(figures, directed, room)
    assert [one.asset.hash[:2] for one in shown] == expected
    assert all(one.use is ReferenceUse.CHARACTER for one in shown)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WireServer]:
    with openai_server(monkeypatch) as running:
        yield running


@pytest.mark.usefixtures("small_films")
def test_a_critic_who_sees_is_shown_pictures_sheets_and_the_film_at_a_glance(
    server: WireServer, tmp_path: Path
) -> None:
    with Studio(tmp_path / "work", preset="openai") as studio:
        film = studio.create(BRIEF, **SHORT)
        assert uses(studio, film.project)
    shown = [one.json["input"] for one in server.received if one.path.endswith("/responses")]
    looks = [said[0]["content"] for said in shown if not isinstance(said, str)]
    titles = {content[0]["text"].splitlines()[0] for content in looks}
    assert titles == {"# Task: judge a picture", "# Task: judge the assembled film"}
    for content in looks:
        pictures = [part for part in content if part["type"] == "input_image"]
        captions = [part["text"] for part in content[1:] if part["type"] == "input_text"]
        assert len(pictures) == len(captions) > 0
        for part in pictures:
            head, _, encoded = part["image_url"].partition(",")
            assert head == "data:image/jpeg;base64"
            with Image.open(io.BytesIO(base64.b64decode(encoded))) as picture:
                assert max(picture.size) <= 1024
    assert any("Contact sheet: shots 1 to" in json.dumps(content) for content in looks)
    assert any("cast sheet of character 1" in json.dumps(content) for content in looks)
    # Whoever does not judge is shown nothing.
    assert len(looks) < len(shown)
    edits = [one for one in server.received if one.path.endswith("/images/edits")]
    assert len(edits) >= 2 * len(film.production.sheets)


def test_captions_are_the_figure_s_words() -> None:
    reference = ReferencePicture(
        use=ReferenceUse.CHARACTER, asset=Asset(hash="0" * 64, media_type="image/png"), caption="an old man, front view"
    )
    prompt = picture_prompt(PICTURE.model_copy(update={"references": (reference,)}), 4)
    assert prompt.splitlines()[1] == (
        "Picture 1 is a character (an old man, front view): keep face, hair, clothes and build exactly, in another "
        "pose and place."
    )
