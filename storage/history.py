"""Projects and their versions: immutable productions, and a pointer to the one that a project stands at.

Knows nothing of how a version came about beyond its author and reason.
"""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import text
from sqlmodel import Session, col, delete, func, select, update

from studio.errors import BadInput, ProjectNotFound
from studio.production.canonical import canonical_json, content_hash
from studio.production.document import Production
from studio.storage.database import Database
from studio.storage.tables import ProjectRow, VersionRow, saved_id

MAX_NAME = 60
_NAME = re.compile(r"[\w]([\w.-]*[\w-])?", re.UNICODE)
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
"""What Windows keeps for devices, with any suffix."""


class History:
    """Projects and versions in one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self, title: str, production: Production, *, author: str, reason: str, settings: str = "{}"
    ) -> ProjectRow:
        """A new project named after ``title`` that stands at ``production``; a second one is ``title-2``.

        ``settings`` is what it is made with, as JSON.
        """
        with self._database.session() as session:
            project = _new_project(session, title, production.brief.text, settings)
            # In the same transaction, so that there is no project that stands nowhere.
            _advance(session, project, production, author, reason)
        return project

    def project(self, name: str) -> ProjectRow:
        """The project of that name; ``ProjectNotFound`` says which there are."""
        with self._database.session() as session:
            project = session.exec(select(ProjectRow).where(ProjectRow.name == name)).first()
            if project is None:
                known = session.exec(select(ProjectRow.name).order_by(col(ProjectRow.id).desc()).limit(5)).all()
                latest = f"The latest are: {', '.join(known)}." if known else "There are none yet."
                raise ProjectNotFound(f"There is no project {name!r}.", next_step=latest, name=name)
        return project

    def finished(self) -> set[int]:
        """The ids of the projects that stand at a film."""
        film = func.json_extract(VersionRow.production, "$.film.frames")
        query = select(ProjectRow.id).join(VersionRow, col(VersionRow.id) == col(ProjectRow.head))
        with self._database.session() as session:
            return {one for one in session.exec(query.where(film.is_not(None))).all() if one is not None}

    def projects(self) -> list[ProjectRow]:
        """All projects, oldest first."""
        with self._database.session() as session:
            return list(session.exec(select(ProjectRow).order_by(col(ProjectRow.id))).all())

    def rename(self, name: str, new_name: str) -> ProjectRow:
        """Give a project another name."""
        if not _NAME.fullmatch(new_name) or _DEVICE.fullmatch(new_name) or len(new_name) > MAX_NAME:
            raise BadInput(
                f"The name {new_name!r} cannot be used.",
                next_step=f"Begin with a letter or digit; use letters, digits, dots and hyphens, at most {MAX_NAME}.",
            )
        project = self.project(name)
        with self._database.session() as session:
            others = session.exec(select(ProjectRow.name).where(ProjectRow.id != project.id)).all()
            # Some file systems take names that differ in case for the same.
            there = next((other for other in others if other.casefold() == new_name.casefold()), None)
            if there is not None:
                raise BadInput(f"There is a project {there!r} already.", next_step="Choose another name.")
            session.exec(update(ProjectRow).where(col(ProjectRow.id) == project.id).values(name=new_name))
        return self.project(new_name)

    def keep_settings(self, project: ProjectRow, settings: str) -> None:
        """Make a project with other settings from now on."""
        with self._database.session() as session:
            session.exec(update(ProjectRow).where(col(ProjectRow.id) == project.id).values(settings=settings))
        project.settings = settings

    def delete(self, name: str) -> None:
        """Forget a project, its versions and its history. Products and assets stay in the store."""
        project = self.project(name)
        with self._database.session() as session:
            session.exec(delete(ProjectRow).where(col(ProjectRow.id) == project.id))

    def commit(self, project: ProjectRow, production: Production, *, author: str, reason: str) -> str:
        """Make ``production`` the project's head; committing the same on the same parent again changes nothing."""
        with self._database.session() as session:
            return _advance(session, session.get_one(ProjectRow, saved_id(project)), production, author, reason)

    def head(self, project: ProjectRow) -> Production:
        """The production that a project stands at."""
        query = select(VersionRow.production).join(ProjectRow, col(VersionRow.id) == col(ProjectRow.head))
        with self._database.session() as session:
            content = session.exec(query.where(ProjectRow.id == project.id)).one()
        return Production.model_validate_json(content)

    def version(self, version: str) -> Production:
        """The production of a version."""
        with self._database.session() as session:
            return Production.model_validate_json(session.get_one(VersionRow, version).production)

    def versions(self, project: ProjectRow) -> list[VersionRow]:
        """All versions of a project, oldest first."""
        with self._database.session() as session:
            rows = session.exec(
                select(VersionRow)
                .where(VersionRow.project_id == project.id)
                .order_by(col(VersionRow.created_at), text("version.rowid"))
            )
            return list(rows.all())


def _new_project(session: Session, title: str, brief: str, settings: str) -> ProjectRow:
    base = name_from_title(title)
    taken = {one.casefold() for one in session.exec(select(ProjectRow.name)).all()}
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    project = ProjectRow(name=name, title=title, brief=brief, settings=settings)
    session.add(project)
    session.flush()
    return project


def _advance(session: Session, project: ProjectRow, production: Production, author: str, reason: str) -> str:
    content = canonical_json(production)
    if project.head is not None and session.get_one(VersionRow, project.head).production == content:
        return project.head
    version = content_hash([project.id, project.head, content])
    if session.get(VersionRow, version) is None:
        row = VersionRow(
            id=version,
            project_id=saved_id(project),
            parent=project.head,
            author=author,
            reason=reason,
            production=content,
        )
        session.add(row)
        session.flush()
    project.head = version
    project.title = production.title or project.title
    return version


def name_from_title(title: str) -> str:
    """A name that is safe as a file name on every system: words of ``title`` joined by hyphens, in lower case."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold(), re.UNICODE)
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word
        if len(longer.encode()) > MAX_NAME:
            break
        name = longer
    if not name and words:
        name = words[0].encode()[:MAX_NAME].decode(errors="ignore")
    name = name.strip("_-") or "film"
    return f"film-{name}" if _DEVICE.fullmatch(name) else name
