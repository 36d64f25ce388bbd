"""What is told of a file that leaves the workspace: which tools made it, and what kind of source that makes it.

A file's tools are found by its requests: the one that made it, those that made the files named in that, and so on. The
words go into everything, so whoever wrote in the project counts for every file. What was asked stays in the workspace.
Knows nothing of signing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from pathlib import PurePath, PureWindowsPath
from typing import Any

from studio.production.assets import Asset
from studio.production.vocabulary import AgentRole, ReferenceUse
from studio.storage.tables import ProductRow, ProjectRow, saved_id
from studio.storage.workspace import Workspace
from studio.tools.local.weights import own_folder

GENERATOR = "creative-studio"
_TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_RULES = ("offline:", "film:")
"""Tools that follow rules. Any other is taken for a model: to say so too often is the safer mistake."""


class SourceType(StrEnum):
    """IPTC's terms for how media came to be."""

    MODEL = "trainedAlgorithmicMedia"
    RULES = "algorithmicMedia"
    COMPOSITE = "composite"
    """Drawn by rules, with pictures that a person gave."""


@dataclass(frozen=True, order=True)
class Maker:
    """A tool as others may see it: a model in a folder of the person's is called by the folder's last name."""

    name: str
    version: str

    @property
    def follows_rules(self) -> bool:
        """Whether no trained model is at work."""
        return self.name.startswith(_RULES)


class Provenance:
    """Where the files of one project come from."""

    def __init__(self, workspace: Workspace, row: ProjectRow, title: str) -> None:
        self._ledger = workspace.ledger
        self._title = title
        messages = self._ledger.messages(saved_id(row))
        said = (self._ledger.product(key) for key in {one.key for one in messages if one.role != AgentRole.CRITIC})
        self._writers = {_maker(product) for product in said if product is not None}

    def manifest(self, asset: Asset) -> dict[str, Any]:
        """The C2PA manifest of a copy of ``asset``, before it is signed."""
        makers, has_given = self._origin(asset)
        studio = {"name": GENERATOR, "version": version(GENERATOR)}
        created = {
            "action": "c2pa.created",
            "digitalSourceType": f"{_TERMS}{_source_type(makers, has_given=has_given)}",
            "softwareAgent": studio,
        }
        tools = [{"name": maker.name, "version": maker.version} for maker in sorted(makers)]
        return {
            "claim_generator_info": [studio],
            "title": self._title,
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created], "softwareAgents": tools}}],
        }

    def _origin(self, asset: Asset) -> tuple[set[Maker], bool]:
        """Whoever had a hand in a file, and whether something that a person gave is in it."""
        makers, has_given = set(self._writers), False
        seen, asked = set[str](), {asset.hash}
        while asked:
            seen |= asked
            named = set[str]()
            for product in self._ledger.origins(asked):
                if product is None:
                    has_given = True
                    continue
                makers.add(_maker(product))
                named |= set(_shown(json.loads(product.request)))
            asked = named - seen
        return makers, has_given


def _source_type(makers: set[Maker], *, has_given: bool) -> SourceType:
    if not all(maker.follows_rules for maker in makers):
        return SourceType.MODEL
    return SourceType.COMPOSITE if has_given else SourceType.RULES


def _maker(product: ProductRow) -> Maker:
    provider, _, model = product.tool.partition(":")
    if own_folder(model) is not None:
        # The rest of the path may name a person.
        model = PureWindowsPath(model).name if "\\" in model else PurePath(model).name
    return Maker(f"{provider}:{model}" if model else provider, product.tool_version)


def _shown(value: Any) -> Iterator[str]:
    """The hashes of all files in a request, as JSON, whose content is used; of a palette only the colours are."""
    if isinstance(value, dict):
        if value.keys() == {"hash", "media_type"}:
            yield value["hash"]
        elif value.get("use") != ReferenceUse.PALETTE:
            for entry in value.values():
                yield from _shown(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _shown(entry)
