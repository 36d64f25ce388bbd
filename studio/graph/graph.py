"""The graph: which stage follows which, what runs side by side, and what a failure leaves standing.

Its state is small JSON: version ids and patches of hashes, never media. Where every stage's work is in the store, a
run from the beginning makes nothing again; checkpoints therefore hold nothing that a resume needs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypedDict

from langgraph.graph import END as STOP
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Send

from studio.errors import BudgetError, RunFailed, StudioError
from studio.graph import assembly, cards, clips, meeting, review, scene, screenplay, sound
from studio.graph.context import RunContext
from studio.producer.events import SceneFailed, ScenesPlanned
from studio.production.document import Production
from studio.production.patch import Patch, merged_json
from studio.production.timeline import END, TITLE

CLIPS = "clips"
STEPS = 200
"""More steps than any film takes: the loops are bounded by their own counts."""
_MOST_NAMED = 5
"""Failed scenes that a message names one by one."""


def _merge_patches(first: dict[str, Any], second: dict[str, Any] | None) -> dict[str, Any]:
    """What the branches made, together; None clears it, so that the next round begins from its version alone."""
    return {} if second is None else merged_json(first, second)


def _merge_failures(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    return {**first, **second}


class FilmState(TypedDict, total=False):
    """The head version, what the branches made on top of it, and which scenes failed."""

    version: str
    patch: Annotated[dict[str, Any] | None, _merge_patches]
    failures: Annotated[dict[str, str], _merge_failures]
    repairs: bool


class BranchState(TypedDict, total=False):
    """One scene's branch: the version it began with, and what it made."""

    version: str
    scene: str
    patch: Annotated[dict[str, Any] | None, _merge_patches]
    failures: Annotated[dict[str, str], _merge_failures]


class BranchResult(TypedDict, total=False):
    """What a branch hands to the join."""

    patch: Annotated[dict[str, Any] | None, _merge_patches]
    failures: Annotated[dict[str, str], _merge_failures]


Node = Callable[[Any, RunContext], Awaitable[Any]]
FilmGraph = CompiledStateGraph[FilmState, RunContext, FilmState, FilmState]


def film_graph(checkpointer: Any = None) -> FilmGraph:
    """The whole film, from the brief to the last critique, ready to run with a ``RunContext``."""
    # Without a context schema: a server would fill in one that it knows of.
    graph: StateGraph[FilmState, RunContext, FilmState, FilmState] = StateGraph(FilmState)
    graph.add_node("treatment", _node(_treatment))
    graph.add_node("screenplay", _node(_screenplay))
    graph.add_node("scene", _scene_graph().compile())
    graph.add_node("card", _node(_card))
    graph.add_node("join", _node(_join))
    graph.add_node("assemble", _node(_assemble))
    graph.add_node("review", _node(_review))
    graph.add_edge(START, "treatment")
    graph.add_edge("treatment", "screenplay")
    graph.add_conditional_edges("screenplay", _edge(_fan_out), ["scene", "card"])
    graph.add_edge("scene", "join")
    graph.add_edge("card", "join")
    graph.add_edge("join", "assemble")
    graph.add_edge("assemble", "review")
    graph.add_conditional_edges("review", _edge(_repair_or_stop), ["scene", "card", STOP])
    return graph.compile(checkpointer=checkpointer)


def _scene_graph() -> StateGraph[BranchState, RunContext, BranchState, BranchResult]:
    """One scene: its shots; then voice and music beside the pictures; then clips and segments."""
    graph: StateGraph[BranchState, RunContext, BranchState, BranchResult] = StateGraph(
        BranchState, output_schema=BranchResult
    )
    for name, stage in _scene_stages().items():
        graph.add_node(name, _node(_branch_node(name, stage)))
    graph.add_edge(START, "shots")
    graph.add_edge("shots", "voice")
    graph.add_edge("shots", "pictures")
    graph.add_edge("voice", "music")
    graph.add_edge(["music", "pictures"], "clips")
    graph.add_edge("clips", "segments")
    graph.add_edge("segments", STOP)
    return graph


def _scene_stages() -> dict[str, Any]:
    """What a scene goes through, by name."""
    return {
        "shots": scene.plan_shots,
        "voice": sound.speak,
        "music": sound.score,
        "pictures": scene.illustrate,
        CLIPS: clips.animate,
        "segments": scene.shoot,
    }


def _node(work: Node) -> Any:
    async def node(state: dict[str, Any], runtime: Runtime[RunContext]) -> dict[str, Any]:
        context = runtime.context
        try:
            result: dict[str, Any] = await work(state, context)
        except Exception:
            # The run ends with this. Nothing may be in flight when LangGraph writes its last checkpoint: two who write
            # from one event loop would wait for one another.
            await context.producer.finish()
            raise
        return result

    return node


def _edge(choose: Callable[[Any, RunContext], Any]) -> Any:
    def edge(state: dict[str, Any], runtime: Runtime[RunContext]) -> Any:
        return choose(state, runtime.context)

    return edge


async def _treatment(state: FilmState, context: RunContext) -> FilmState:
    author = context.crew().director.profile.name
    return await _stage(state, context, "treatment", meeting.hold_meeting, author, "The treatment was agreed on.")


async def _screenplay(state: FilmState, context: RunContext) -> FilmState:
    author = context.crew().writers[0].profile.name
    written = await _stage(
        state, context, "screenplay", screenplay.write_screenplay, author, "The screenplay was written."
    )
    production = context.production(written["version"])
    context.producer.emit(
        ScenesPlanned(
            title=production.title,
            scenes=tuple((one.id, one.heading or one.place or one.setting.value) for one in production.scenes),
            stages=tuple(name for name in _scene_stages() if _is_announced(name, context)),
        )
    )
    return written


def _fan_out(state: FilmState, context: RunContext) -> list[Send]:
    production = context.production(state["version"])
    shared = {"version": state["version"]}
    branches = [Send("scene", {**shared, "scene": one.id}) for one in production.scenes]
    branches += [Send("card", {**shared, "scene": card}) for card in (TITLE, END)]
    return branches


def _branch_node(name: str, stage: Any) -> Node:
    async def node(state: BranchState, context: RunContext) -> BranchState:
        if state.get("failures"):
            return {}
        scene_id = state["scene"]
        production = _current(context, state)
        is_announced = _is_announced(name, context)
        if is_announced:
            context.begin(name, scene_id)
        try:
            patch = await stage(context, production, production.scene(scene_id))
        except StudioError as error:
            # Caught here, because a branch that raises takes its siblings' work with it.
            return _failed(context, scene_id, error)
        if is_announced:
            context.end(name, scene_id, made=patch != Patch())
        return {"patch": _dump(patch)}

    return node


def _is_announced(stage: str, context: RunContext) -> bool:
    """Whether a stage is spoken of: not where there is nothing for it to do."""
    return stage != CLIPS or clips.are_made(context)


async def _card(state: BranchState, context: RunContext) -> FilmState:
    card = state["scene"]
    context.begin("card", card)
    try:
        patch = await cards.make_card(context, _current(context, state), card)
    except StudioError as error:
        failed = _failed(context, card, error)
        return {"failures": failed["failures"]}
    context.end("card", card, made=patch != Patch())
    return {"patch": _dump(patch)}


async def _join(state: FilmState, context: RunContext) -> FilmState:
    production = _current(context, state)
    director = context.crew().director.profile.name
    version = context.commit(production, author=director, reason="The scenes were made.")
    failures = state.get("failures", {})
    if context.unpayable is not None:
        raise context.unpayable
    if failures:
        first = next(iter(failures.values()))
        raise RunFailed(
            f"{_named(production, failures)} could not be made: {first}",
            next_step="Everything else is kept.",
            failures=dict(failures),
        )
    return {"version": version, "patch": None}


async def _assemble(state: FilmState, context: RunContext) -> FilmState:
    author = context.crew().director.profile.name
    return await _stage(state, context, "assemble", assembly.assemble, author, "The film was assembled.")


async def _stage(
    state: FilmState,
    context: RunContext,
    name: str,
    work: Callable[[RunContext, Production], Awaitable[Production]],
    author: str,
    reason: str,
) -> FilmState:
    """A stage of the whole film: its work on the head becomes the next version."""
    context.begin(name)
    production = await work(context, context.production(state["version"]))
    version = context.commit(production, author=author, reason=reason)
    context.end(name, made=version != state["version"])
    return {"version": version}


async def _review(state: FilmState, context: RunContext) -> FilmState:
    context.begin("review")
    before = context.production(state["version"])
    production = await review.review_film(context, before)
    repairs = production.shots != before.shots
    again = " Pictures that look alike are painted again." if repairs else ""
    # One version: a judgement without its repairs would let a run that goes on believe that there are none.
    version = context.commit(
        production, author=context.crew().critic.profile.name, reason=f"The film was judged.{again}"
    )
    context.end("review")
    return {"version": version, "repairs": repairs}


def _repair_or_stop(state: FilmState, context: RunContext) -> list[Send] | str:
    return _fan_out(state, context) if state.get("repairs") else STOP


def _current(context: RunContext, state: FilmState | BranchState) -> Production:
    return Patch.model_validate(state.get("patch") or {}).applied_to(context.production(state["version"]))


def _named(production: Production, failures: dict[str, str]) -> str:
    places = {one.id: f"Scene {number}" for number, one in enumerate(production.scenes, 1)}
    names = [places.get(subject, f"The {subject} card") for subject in failures]
    more = [f"{len(names) - _MOST_NAMED} more"] if len(names) > _MOST_NAMED else []
    return ", ".join([*names[:_MOST_NAMED], *more])


def _failed(context: RunContext, scene_id: str, error: StudioError) -> BranchState:
    if isinstance(error, BudgetError):
        # Not the scene's fault: the others go on with what costs nothing, and the run ends with this.
        context.unpayable = error
    context.producer.emit(SceneFailed(scene=scene_id, message=str(error)))
    return {"failures": {scene_id: str(error)}}


def _dump(patch: Patch) -> dict[str, Any]:
    return patch.model_dump(mode="json", exclude_defaults=True)
