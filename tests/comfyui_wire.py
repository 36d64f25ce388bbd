"""ComfyUI's format as a server speaks it: a queue, a history and a websocket, before nodes that draw by hash."""

from __future__ import annotations

import hashlib
import io
import json
import queue
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from footage import clip
from openai_wire import drawn
from PIL import Image

from studio.testing.wire import Received, Say, Sent, Talk, WireServer, as_json

Nodes = dict[str, Any]
SAVED = {"SaveImage": "output", "PreviewImage": "temp", "SaveVideo": "output", "VHS_VideoCombine": "output"}


def node(kind: str, title: str = "", **inputs: Any) -> dict[str, Any]:
    """A node as "Export (API)" writes it."""
    return {"class_type": kind, "inputs": inputs, "_meta": {"title": title or kind}}


def painting(**more: Any) -> Nodes:
    """ComfyUI's own first workflow: a checkpoint, two texts, a sampler; ``more`` are nodes over it, None takes away."""
    nodes: Nodes = {
        "3": node(
            "KSampler",
            seed=156680208700286,
            steps=20,
            cfg=8,
            sampler_name="euler",
            scheduler="normal",
            denoise=1,
            model=["4", 0],
            positive=["6", 0],
            negative=["7", 0],
            latent_image=["5", 0],
        ),
        "4": node("CheckpointLoaderSimple", "Load Checkpoint", ckpt_name="sd_xl_base_1.0.safetensors"),
        "5": node("EmptyLatentImage", "Empty Latent Image", width=512, height=512, batch_size=1),
        "6": node("CLIPTextEncode", "CLIP Text Encode (Prompt)", text="a bottle", clip=["4", 1]),
        "7": node("CLIPTextEncode", "CLIP Text Encode (Prompt)", text="text, watermark", clip=["4", 1]),
        "8": node("VAEDecode", "VAE Decode", samples=["3", 0], vae=["4", 2]),
        "9": node("SaveImage", "Save Image", filename_prefix="ComfyUI", images=["8", 0]),
    }
    changed = {key.removeprefix("n"): value for key, value in more.items()}
    return {key: value for key, value in (nodes | changed).items() if value is not None}


def animating(**more: Any) -> Nodes:
    """A clip from a first frame, as Wan's workflows make it: 81 frames at 16 a second."""
    nodes: Nodes = {
        "3": node("KSampler", seed=1, steps=20, positive=["50", 0], negative=["50", 1], latent_image=["50", 2]),
        "6": node("CLIPTextEncode", "CLIP Text Encode (Positive Prompt)", text="a cat", clip=["38", 0]),
        "7": node("CLIPTextEncode", "CLIP Text Encode (Negative Prompt)", text="blurred", clip=["38", 0]),
        "38": node("CLIPLoader", "Load CLIP", clip_name="umt5_xxl.safetensors", type="wan"),
        "50": node(
            "WanImageToVideo",
            width=160,
            height=96,
            length=81,
            batch_size=1,
            positive=["6", 0],
            negative=["7", 0],
            start_image=["52", 0],
        ),
        "52": node("LoadImage", "Load Image", image="example.png"),
        "57": node("CreateVideo", "Create Video", fps=16, images=["8", 0]),
        "8": node("VAEDecode", "VAE Decode", samples=["3", 0], vae=["39", 0]),
        "39": node("VAELoader", "Load VAE", vae_name="wan_2.1_vae.safetensors"),
        "58": node("SaveVideo", "Save Video", filename_prefix="video/ComfyUI", format="auto", video=["57", 0]),
    }
    changed = {key.removeprefix("n"): value for key, value in more.items()}
    return {key: value for key, value in (nodes | changed).items() if value is not None}


class Comfy:
    """Answers as ComfyUI does. Jobs run at once, or wait in the queue while ``held``.

    ``ends`` makes of a job's nodes the history's outputs and status; ``takes_names`` is what newer servers do with a
    job's name.
    """

    def __init__(self) -> None:
        self.held = False
        self.takes_names = True
        self.has_socket = True
        self.ends: Callable[[Nodes], tuple[Nodes, Nodes]] = self.painted
        self.files: dict[tuple[str, str], bytes] = {}
        self.history: dict[str, Any] = {}
        self.running: list[list[Any]] = []
        self.pending: list[list[Any]] = []
        self.deleted: list[str] = []
        self.interrupted: list[str] = []
        self.queued = threading.Event()
        self._listeners: dict[str, queue.Queue[str | None]] = {}
        self._guard, self._drawing = threading.Lock(), threading.Lock()
        self._number = 0

    def __call__(self, received: Received) -> Sent | Talk:
        """The usual answer to ``received``."""
        address = urlsplit(received.path)
        query = {name: values[0] for name, values in parse_qs(address.query, keep_blank_values=True).items()}
        path = address.path
        if path == "/ws":
            return self._socket(query["clientId"]) if self.has_socket else Sent(status=404)
        if path == "/upload/image":
            return self._upload(received)
        if path == "/prompt":
            return self._prompt(received.json)
        if path.startswith("/history/"):
            job = path.rpartition("/")[2]
            return as_json({job: self.history[job]} if job in self.history else {})
        if path == "/queue" and received.method == "GET":
            return as_json({"queue_running": self.running, "queue_pending": self.pending})
        if path == "/queue":
            self.deleted += received.json["delete"]
            self.pending = [one for one in self.pending if one[1] not in received.json["delete"]]
            return Sent()
        if path == "/interrupt":
            self.interrupted.append(received.json["prompt_id"])
            return Sent()
        if path == "/view":
            return self._view(query)
        return Sent(b"404: Not Found", 404, "text/plain")

    def tell(self, kind: str, **data: Any) -> None:
        """Send a message to everybody who listens."""
        for listener in self._listeners.values():
            listener.put(json.dumps({"type": kind, "data": data}))

    def hang_up(self) -> None:
        """End every websocket."""
        for listener in self._listeners.values():
            listener.put(None)

    def finish(self) -> None:
        """Let what waits run now."""
        for entry in [*self.running, *self.pending]:
            self._run(entry)

    def painted(self, nodes: Nodes) -> tuple[Nodes, Nodes]:
        """Every node that saves has made a file."""
        outputs: Nodes = {}
        for key, one in nodes.items():
            folder = SAVED.get(one["class_type"])
            if folder is not None:
                outputs[key] = self._saved(nodes, one["class_type"], folder)
        return outputs, {"status_str": "success", "completed": True, "messages": []}

    def _saved(self, nodes: Nodes, kind: str, folder: str) -> Nodes:
        size = next(
            (one["inputs"] for one in nodes.values() if isinstance(one["inputs"].get("width"), int)),
            {"width": 96, "height": 64},
        )
        told = json.dumps([one["inputs"] for one in nodes.values()], sort_keys=True)
        name = hashlib.sha256(told.encode()).hexdigest()[:8]
        picture = drawn(told, f"{size['width']}x{size['height']}")
        if kind in ("SaveImage", "PreviewImage"):
            file = f"{name}_00001_.png"
            self.files["", file] = picture
            return {"images": [{"filename": file, "subfolder": "", "type": folder}]}
        file = f"{name}_00001_.mp4"
        rate = next(one["inputs"]["fps"] for one in nodes.values() if "fps" in one["inputs"])
        frames = next(one["inputs"]["length"] for one in nodes.values() if "length" in one["inputs"])
        with self._drawing:
            # What was made once is not made again, as with ComfyUI's own cache.
            if ("video", file) not in self.files:
                self.files["video", file] = _moved(picture, frames, rate)
        return {"images": [{"filename": file, "subfolder": "video", "type": folder}], "animated": [True]}

    def _socket(self, client: str) -> Talk:
        mine: queue.Queue[str | None] = queue.Queue()
        self._listeners[client] = mine

        def speak(say: Say) -> None:
            say(
                json.dumps({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": client}})
            )
            while (message := mine.get()) is not None:
                say(message)
                # Every message may come with a preview.
                say(b"\x00\x00\x00\x01\x00\x00\x00\x01\xff\xd8")

        return Talk(speak)

    def _upload(self, received: Received) -> Sent:
        picture = next(part for part in received.form if part.name == "image")
        self.files["input", picture.filename] = picture.content
        return as_json({"name": picture.filename, "subfolder": "", "type": "input"})

    def _prompt(self, asked: Any) -> Sent:
        job = asked["prompt_id"] if self.takes_names else str(uuid.uuid4())
        with self._guard:
            self._number += 1
            entry = [self._number, job, asked["prompt"], {"client_id": asked["client_id"]}, []]
            if self.held:
                self.pending.append(entry)
        if not self.held:
            self._run(entry)
        self.queued.set()
        return as_json({"prompt_id": job, "number": entry[0], "node_errors": {}})

    def _run(self, entry: list[Any]) -> None:
        _, job, nodes, extra, _ = entry
        self.tell("execution_start", prompt_id=job)
        outputs, status = self.ends(nodes)
        with self._guard:
            self.history[job] = {"prompt": entry, "outputs": outputs, "status": status}
            self.running = [one for one in self.running if one[1] != job]
            self.pending = [one for one in self.pending if one[1] != job]
        listener = self._listeners.get(extra["client_id"])
        if listener is not None:
            listener.put(json.dumps({"type": "executing", "data": {"node": None, "prompt_id": job}}))

    def _view(self, query: dict[str, str]) -> Sent:
        found = self.files.get((query["subfolder"], query["filename"]))
        if found is None:
            return Sent(b"", 404, "text/plain")
        return Sent(found, media_type="video/mp4" if query["filename"].endswith(".mp4") else "image/png")


def _moved(picture: bytes, frames: int, rate: int) -> bytes:
    """A clip that glides over a picture."""
    with Image.open(io.BytesIO(picture)) as opened:
        pixels = np.asarray(opened.convert("RGB"))
    shifted = (np.roll(pixels, 2 * number, axis=1) for number in range(frames))
    with tempfile.TemporaryDirectory() as folder:
        return clip(Path(folder) / "clip.mp4", shifted, rate, sound=True).read_bytes()


def ended(*messages: tuple[str, Nodes]) -> Callable[[Nodes], tuple[Nodes, Nodes]]:
    """A job that made nothing."""
    return lambda _: ({}, {"status_str": "error", "completed": False, "messages": [list(one) for one in messages]})


def refused(node_errors: Nodes, **error: Any) -> Sent:
    """What a workflow with faults is answered with."""
    usual = {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation", "details": ""}
    return as_json({"error": usual | error, "node_errors": node_errors}, 400)


@contextmanager
def comfyui() -> Iterator[tuple[WireServer, Comfy]]:
    """A server in ComfyUI's place."""
    comfy = Comfy()
    with WireServer(comfy) as server:
        yield server, comfy
        comfy.hang_up()
