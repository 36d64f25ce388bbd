"""The image capability: one picture, and the depth layers that it was painted in where the tool has them."""

from __future__ import annotations

from typing import Annotated, Any, Protocol, runtime_checkable

from pydantic import Field

from studio.production.assets import Asset
from studio.production.brief import ReferencePicture
from studio.production.canonical import Document
from studio.production.treatment import Appearance, Colour
from studio.production.vocabulary import (
    Expression,
    Facing,
    Framing,
    Landmark,
    Pose,
    ProductForm,
    Setting,
    Style,
    TimeOfDay,
    Weather,
)
from studio.tools.tool import Tool


class StagedFigure(Document):
    """One character in one picture. ``key`` is stable for the character, so that its details never change."""

    key: str
    appearance: Appearance
    pose: Pose = Pose.STAND
    expression: Expression = Expression.NEUTRAL
    facing: Facing = Facing.FRONT


class StagedProduct(Document):
    """The advertised thing in the picture; drawn as ``form`` unless a photograph is among the references."""

    form: ProductForm
    main_colour: Colour
    accent_colour: Colour


class Staging(Document):
    """The picture in structured words, for tools that draw by rule; models read the prompt instead."""

    setting: Setting
    time_of_day: TimeOfDay
    weather: Weather
    framing: Framing
    style: Style
    palette: tuple[Colour, ...] = ()
    figures: tuple[StagedFigure, ...] = ()
    landmark: Landmark | None = None
    product: StagedProduct | None = None


class ImageRequest(Document):
    """``width`` and ``height`` in pixels; ``seed`` decides everything that prompt and staging leave open.

    ``legibility`` (0..1) asks a rule-based tool to separate the figures more clearly from what is behind them.
    """

    prompt: str
    staging: Staging
    width: Annotated[int, Field(ge=64, le=8192)]
    height: Annotated[int, Field(ge=64, le=8192)]
    seed: int
    legibility: Annotated[float, Field(ge=0, le=1)] = 0.0
    references: tuple[ReferencePicture, ...] = ()


class ImageProduct(Document):
    """``picture`` is a PNG of the asked size; ``layers`` an OpenRaster file of the same scene, or None.

    The OpenRaster stack is what ``studio.tools.layers`` reads: every layer is RGBA, wider than the frame by
    the overscan, and carries its depth and drift as attributes.
    """

    picture: Asset
    layers: Asset | None = None


@runtime_checkable
class Referring(Protocol):
    """What an image tool has beside its call where a figure keeps its looks by being shown."""

    @property
    def most_references(self) -> int:
        """How many reference pictures it takes at once; 0 where it takes none."""
        ...


def most_references(tool: Tool[Any, Any]) -> int:
    """How many pictures a figure's looks can be kept by; 0 where the tool does not say."""
    return tool.most_references if isinstance(tool, Referring) else 0
