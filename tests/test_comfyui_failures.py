"""What goes wrong between a workflow and ComfyUI is an error by its cause; a job is neither lost nor left behind."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from comfyui_calls import ask, tool
from comfyui_wire import Comfy, Nodes, comfyui, ended, painting, refused
from openai_calls import PICTURE
from PIL import Image

from studio.errors import (
    BadRequest,
    MalformedProduct,
    NotAuthorised,
    ProviderError,
    QuotaExhausted,
    RateLimited,
    ServerFailed,
    TimedOut,
    Unreachable,
)
from studio.testing import FolderBench
from studio.testing.wire import Received, Sent, Talk, WireServer, as_json
from studio.tools.comfyui import job


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[WireServer, Comfy]]:
    monkeypatch.setattr(job, "_OFTEN", 0.02)
    with comfyui() as running:
        yield running


def instead(server: WireServer, comfy: Comfy, path: str, *answers: Sent | Callable[[], None]) -> None:
    """Requests for ``path`` are answered with ``answers``, one after the other, and then as usual."""
    left = list(answers)

    def answer(received: Received) -> Sent | Talk:
        if left and received.path.startswith(path):
            one = left.pop(0)
            if isinstance(one, Sent):
                return one
            one()
        return comfy(received)

    server.answer = answer


def jobs(server: WireServer) -> int:
    return sum(one.path == "/prompt" for one in server.received)


NODE = {"class_type": "CheckpointLoaderSimple", "dependent_outputs": ["9"]}
NOT_THERE = {
    "type": "value_not_in_list",
    "message": "Value not in list",
    "details": "ckpt_name: 'sd_xl_base_1.0.safetensors' not in ['other.safetensors']",
    "extra_info": {"input_name": "ckpt_name", "received_value": "sd_xl_base_1.0.safetensors"},
}
WANTING = {"type": "required_input_missing", "message": "Required input is missing", "details": "vae"}

FAILURES: list[tuple[Sent, type[ProviderError], bool]] = [
    (as_json({"error": "No."}, 401), NotAuthorised, False),
    (Sent(status=403), NotAuthorised, False),
    (Sent(status=402), QuotaExhausted, False),
    (as_json({"error": {"message": "Slowly."}}, 429, retry_after="7"), RateLimited, True),
    (as_json({"error": "no prompt", "node_errors": []}, 400), BadRequest, False),
    (Sent(b"Maximum request body size exceeded", 413, "text/plain"), BadRequest, False),
    (Sent(b"<html>Here is another server</html>", 404, "text/html"), BadRequest, False),
    (Sent(b"500 Internal Server Error", 500, "text/plain"), ServerFailed, True),
    (Sent(b"<html>Bad gateway</html>", 502, "text/html"), ServerFailed, True),
    (Sent(b"", 302, headers={"location": "http://127.0.0.1:9/"}), ServerFailed, True),
    (Sent(b"<html>Welcome</html>", 200, "text/html"), ServerFailed, True),
    (Sent(b'{"prompt_id": "1', 200), ServerFailed, True),
    (as_json({"hello": "world"}), ServerFailed, True),
    (as_json([1, 2]), ServerFailed, True),
    (Sent(as_json({"prompt_id": "1", "number": 1, "node_errors": {}}).body, share=0.5), Unreachable, True),
]


@pytest.mark.parametrize(("sent", "kind", "retryable"), FAILURES)
def test_failures_are_errors_by_their_cause(
    served: tuple[WireServer, Comfy], tmp_path: Path, sent: Sent, kind: type[ProviderError], retryable: bool
) -> None:
    server, comfy = served
    instead(server, comfy, "/prompt", sent)
    with pytest.raises(ProviderError) as raised:
        ask(tool(tmp_path, painting(), server.url), tmp_path)
    error = raised.value
    assert type(error) is kind
    assert error.retryable is retryable
    assert (error.provider, error.tool) == ("comfyui", "comfyui:workflow.json")
    assert error.cause is kind.cause
    assert error.__cause__ is None
    assert error.retry_after == (7.0 if kind is RateLimited else None)
    assert "<html>" not in str(error)
    # Only the producer asks again.
    assert jobs(server) == 1


@pytest.mark.parametrize(
    ("sent", "said", "hint"),
    [
        (
            refused({"4": NODE | {"errors": [NOT_THERE]}}),
            "'Load Checkpoint' (node 4, CheckpointLoaderSimple): Value not in list: ckpt_name",
            "Put 'sd_xl_base_1.0.safetensors' where ComfyUI looks for it",
        ),
        (
            refused({"8": {"errors": [WANTING, WANTING, WANTING]}}),
            "'VAE Decode' (node 8, VAEDecode): Required input is missing: vae; 'VAE Decode' (node 8, VAEDecode): "
            "Required input is missing: vae; and 1 more.",
            "runs in ComfyUI itself",
        ),
        (
            refused({}, type="missing_node_type", message="Node 'Zap' not found.", details="Node ID '#12'"),
            "Node 'Zap' not found: Node ID '#12'",
            "Install the custom node",
        ),
        (
            as_json({"prompt_id": "x", "node_errors": {"4": NODE | {"errors": [NOT_THERE]}}}),
            "'Load Checkpoint' (node 4, CheckpointLoaderSimple): Value not in list",
            "Put 'sd_xl_base_1.0.safetensors'",
        ),
    ],
)
def test_what_is_wrong_with_a_workflow_is_said_by_its_nodes(
    served: tuple[WireServer, Comfy], tmp_path: Path, sent: Sent, said: str, hint: str
) -> None:
    server, comfy = served
    instead(server, comfy, "/prompt", sent)
    with pytest.raises(BadRequest) as raised:
        ask(tool(tmp_path, painting(), server.url), tmp_path)
    assert said in raised.value.what
    assert hint in raised.value.next_step
    assert "\n" not in str(raised.value)
    # Where other parts of a workflow would have been run all the same, they are not.
    assert comfy.deleted == (["x"] if sent.status == 200 else [])


ERROR = {
    "node_id": "3",
    "node_type": "KSampler",
    "exception_type": "RuntimeError",
    "exception_message": "mat1 and mat2 shapes cannot be multiplied\n(154x2048 and 768x320)\n",
    "traceback": ["a", "b"],
}


@pytest.mark.parametrize(
    ("messages", "said", "hint"),
    [
        (
            [("execution_start", {}), ("execution_error", ERROR)],
            "at 'KSampler' (node 3, KSampler): RuntimeError: mat1 and mat2 shapes cannot be multiplied (154x2048",
            "runs in ComfyUI itself",
        ),
        (
            [("execution_error", ERROR | {"exception_type": "torch.OutOfMemoryError", "exception_message": "Full."})],
            "OutOfMemoryError: Full.",
            "smaller sizes",
        ),
        ([("execution_interrupted", {"node_id": "3"})], "was interrupted in ComfyUI.", "Resume"),
        ([], "does not say why", "runs in ComfyUI itself"),
    ],
)
def test_a_job_that_comes_to_nothing_says_where(
    served: tuple[WireServer, Comfy], tmp_path: Path, messages: list[tuple[str, Nodes]], said: str, hint: str
) -> None:
    server, comfy = served
    comfy.ends = ended(*messages)
    with pytest.raises(ServerFailed) as raised:
        ask(tool(tmp_path, painting(), server.url), tmp_path)
    assert said in raised.value.what
    assert hint in raised.value.next_step
    # The same would come to nothing again.
    assert not raised.value.retryable
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (Sent(b"not a picture", media_type="image/png"), MalformedProduct),
        (Sent(b"", media_type="image/png"), MalformedProduct),
        (Sent(b"<html></html>", media_type="text/html; charset=utf-8"), MalformedProduct),
        (Sent(b"404: Not Found", 404, "text/plain"), ServerFailed),
        (Sent(b"x" * 1000, media_type="image/png", share=0.5), Unreachable),
    ],
)
def test_a_file_that_does_not_come_is_said(
    served: tuple[WireServer, Comfy], tmp_path: Path, sent: Sent, kind: type[Exception]
) -> None:
    server, comfy = served
    instead(server, comfy, "/view", sent)
    with pytest.raises(kind):
        ask(tool(tmp_path, painting(), server.url), tmp_path)


@pytest.mark.parametrize(
    "outputs", [{}, {"9": {}}, {"9": {"images": []}}, {"9": {"images": [{"type": "output"}]}}, {"8": {"images": []}}]
)
def test_a_job_without_a_file_is_malformed(served: tuple[WireServer, Comfy], tmp_path: Path, outputs: Nodes) -> None:
    server, comfy = served
    comfy.ends = lambda _: (outputs, {"status_str": "success", "completed": True, "messages": []})
    with pytest.raises(MalformedProduct, match="no file at 'Save Image'") as raised:
        ask(tool(tmp_path, painting(), server.url), tmp_path)
    assert raised.value.retryable


def test_a_files_name_is_no_path_here(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    name, folder = "../../../../escaped.png", "../.."

    def ends(nodes: Nodes) -> tuple[Nodes, Nodes]:
        outputs, status = comfy.painted(nodes)
        file = outputs["9"]["images"][0]
        comfy.files[folder, name] = comfy.files["", file["filename"]]
        file |= {"filename": name, "subfolder": folder}
        return outputs, status

    comfy.ends = ends
    product, bench = ask(tool(tmp_path, painting(), server.url), tmp_path / "bench")
    with Image.open(bench.path(product.picture)) as picture:
        assert picture.size == (960, 540)
    assert not list(tmp_path.rglob("escaped*"))
    assert {path.name for path in tmp_path.iterdir()} == {"workflow.json", "bench"}


def test_nobody_there_says_what_to_start(tmp_path: Path) -> None:
    with WireServer(lambda _: Sent()) as gone:
        address = gone.url
    with pytest.raises(Unreachable, match="cannot be reached") as raised:
        ask(tool(tmp_path, painting(), address), tmp_path)
    assert raised.value.unpaid
    assert "Start ComfyUI (python main.py" in raised.value.next_step


@pytest.mark.parametrize("path", ["/ws", "/prompt", "/history", "/view"])
def test_who_says_nothing_is_not_waited_for(
    served: tuple[WireServer, Comfy], tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "_FAREWELL", 0.3)
    server, comfy = served
    instead(server, comfy, path, *[Sent(hangs=True)] * 3)
    one = tool(tmp_path, painting(), server.url, timeout=1)
    if path == "/ws":
        # Without it everything goes on.
        ask(one, tmp_path)
        return
    with pytest.raises(TimedOut, match="within 1 seconds") as raised:
        ask(one, tmp_path)
    assert raised.value.retryable


@pytest.mark.parametrize("held", [False, True])
def test_without_a_websocket_the_job_is_made(served: tuple[WireServer, Comfy], tmp_path: Path, held: bool) -> None:
    server, comfy = served
    comfy.has_socket, comfy.held = False, held
    if held:
        none = as_json({"queue_running": [], "queue_pending": 7})
        instead(server, comfy, "/queue", Sent(status=500), none, comfy.finish)
    ask(tool(tmp_path, painting(), server.url), tmp_path)
    assert jobs(server) == 1


def test_a_websocket_that_breaks_does_not_lose_the_job(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    comfy.held = True
    half = Sent(as_json({"queue_running": [], "queue_pending": []}).body, share=0.5)
    instead(server, comfy, "/queue", comfy.hang_up, half, Sent(b"<html>", 502), comfy.finish)
    ask(tool(tmp_path, painting(), server.url), tmp_path)
    assert jobs(server) == 1


def test_a_server_that_stays_away_is_given_up(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    comfy.held = True
    instead(server, comfy, "/history", *[Sent(status=503)] * 9)
    with pytest.raises(ServerFailed) as raised:
        ask(tool(tmp_path, painting(), server.url), tmp_path)
    assert raised.value.status == 503


@pytest.mark.parametrize("breaks", [False, True])
def test_a_job_that_nobody_knows_any_more_is_lost(
    served: tuple[WireServer, Comfy], tmp_path: Path, breaks: bool
) -> None:
    """Somebody took it out of the queue, or the server began anew: which also ends the websocket."""
    server, comfy = served
    comfy.held = True

    def forget() -> None:
        comfy.pending.clear()

    instead(server, comfy, "/queue", *([comfy.hang_up] * 3 if breaks else []), forget)
    with pytest.raises(ServerFailed, match="has lost its job") as raised:
        ask(tool(tmp_path, painting(), server.url), tmp_path)
    assert raised.value.retryable is breaks


def test_a_job_that_waits_too_long_is_taken_back(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    comfy.held = True
    comfy.running = [[0, "somebody-elses", {}, {}, []]]
    with pytest.raises(TimedOut, match=r"within 0\.5 seconds: it was still in the queue, behind 1 other\.") as raised:
        ask(tool(tmp_path, painting(), server.url, timeout=0.5), tmp_path)
    assert "timeout under [providers.comfyui]" in raised.value.next_step
    assert comfy.deleted == [next(one for one in server.received if one.path == "/prompt").json["prompt_id"]]
    assert (comfy.pending, comfy.interrupted) == ([], [])


def test_how_far_it_was_is_told(served: tuple[WireServer, Comfy], tmp_path: Path) -> None:
    server, comfy = served
    comfy.held = True

    def run() -> None:
        comfy.running, comfy.pending = comfy.pending, []
        name = comfy.running[0][1]
        comfy.tell("progress", prompt_id="somebody-elses", node="9", value=1, max=2)
        comfy.tell("executing", prompt_id=name, node="4")
        comfy.tell("progress", prompt_id=name, node="3", value=7, max=20)
        comfy.tell("of a custom node", anything=[])

    instead(server, comfy, "/queue", run)
    with pytest.raises(TimedOut, match=r"it was at 'KSampler' \(node 3, KSampler\), step 7 of 20"):
        ask(tool(tmp_path, painting(), server.url, timeout=1), tmp_path)
    # It ran, and was ours: it is stopped.
    assert comfy.interrupted == [comfy.running[0][1]]


@pytest.mark.parametrize("answers", [True, False])
def test_who_is_cancelled_takes_the_job_back(served: tuple[WireServer, Comfy], tmp_path: Path, answers: bool) -> None:
    server, comfy = served
    comfy.held = True
    queued = threading.Event()

    def keep(received: Received) -> Sent | Talk:
        answer = comfy(received)
        if received.path == "/prompt":
            queued.set()
            # The job is in the queue, whether its name arrived or not.
            return answer if answers else Sent(hangs=True)
        return answer

    server.answer = keep
    one, bench = tool(tmp_path, painting(), server.url), FolderBench(tmp_path)

    async def stopped() -> Any:
        running = asyncio.create_task(one(PICTURE, bench))
        assert await asyncio.to_thread(queued.wait, 10)
        running.cancel()
        await running

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(stopped())
    assert len(comfy.deleted) == 1
    assert comfy.pending == []
    assert comfy.interrupted == []
