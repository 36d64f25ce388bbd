"""Music and sounds that a service sent or a model made, as products: exact in length, at the offline tools' levels.

Knows nothing of who played.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from studio.errors import MalformedProduct
from studio.production.vocabulary import Ambience
from studio.tools.music import MusicProduct, MusicRequest
from studio.tools.sound import SoundProduct, SoundRequest
from studio.tools.tool import Workbench

if TYPE_CHECKING:
    from studio.tools.recordings import Sound


def cue(content: bytes, request: MusicRequest, *, tool: str, bench: Workbench) -> MusicProduct:
    """The product of a file of music; see ``cue_of``."""
    from studio.tools.recordings import decoded

    with _usable("music", tool):
        sound = decoded(content, channels=2)
    return cue_of(sound, request, tool=tool, bench=bench)


def cue_of(sound: Sound, request: MusicRequest, *, tool: str, bench: Workbench) -> MusicProduct:
    """The product of ``sound``, samples x 2 at 48 kHz, which may be of any length.

    Raises ``MalformedProduct`` where nothing is heard.
    """
    from studio.tools.recordings import cue as as_cue
    from studio.tools.wav import MEDIA_TYPE, quantised, wav

    with _usable("music", tool):
        audio = wav(quantised(as_cue(sound, request.samples)))
    return MusicProduct(audio=bench.add(audio, MEDIA_TYPE), samples=request.samples)


def noise(content: bytes, request: SoundRequest, *, tool: str, bench: Workbench) -> SoundProduct:
    """The product of a file with an ambience or an effect; see ``noise_of``."""
    from studio.tools.recordings import decoded

    with _usable("sound", tool):
        sound = decoded(content, channels=2)
    return noise_of(sound, request, tool=tool, bench=bench)


def noise_of(sound: Sound, request: SoundRequest, *, tool: str, bench: Workbench) -> SoundProduct:
    """The product of ``sound``, samples x 2 at 48 kHz: a shorter ambience repeats, an effect is followed by silence.

    Raises ``MalformedProduct`` where nothing is heard.
    """
    from studio.tools.offline.soundscape.levels import placed
    from studio.tools.recordings import as_long_as, without_silence
    from studio.tools.wav import MEDIA_TYPE, quantised, wav

    with _usable("sound", tool):
        made = without_silence(sound)
        whole = as_long_as(made, request.samples) if isinstance(request.sound, Ambience) else made[: request.samples]
        audio = wav(quantised(placed(whole, request.sound, request.samples, request.strength)))
    return SoundProduct(audio=bench.add(audio, MEDIA_TYPE), samples=request.samples)


@contextmanager
def _usable(what: str, tool: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise MalformedProduct(f"{tool} gave no {what} that can be used: {error}.", tool=tool) from None
