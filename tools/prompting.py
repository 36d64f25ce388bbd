"""What a model is told in words: a cue, an ambience, an effect, how to speak a line, how the camera moves.

Music and sounds are as a caption would say them, because such models are trained on captions. Knows nothing of any
model.
"""

from __future__ import annotations

from studio.production.treatment import MusicDirection
from studio.production.vocabulary import Age, Ambience, CameraMove, Effect, Gender, Mood
from studio.tools.music import MusicRequest
from studio.tools.sound import SoundRequest
from studio.tools.video import VideoRequest
from studio.tools.voice import VoiceRequest

_MOODS = {
    Mood.CALM: "calm and unhurried",
    Mood.TENDER: "tender and intimate",
    Mood.JOYFUL: "joyful and bright",
    Mood.PLAYFUL: "playful and light-footed",
    Mood.HOPEFUL: "hopeful, slowly opening up",
    Mood.TRIUMPHANT: "triumphant and broad",
    Mood.MYSTERIOUS: "mysterious and sparse",
    Mood.TENSE: "tense, held back",
    Mood.MELANCHOLY: "melancholy and wistful",
    Mood.EPIC: "epic and wide",
}
_INTENSITIES = ("very sparse, one or two instruments", "sparse", "moderate", "full", "at full strength")
_TONICS = ("C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
_AMBIENCES = {
    Ambience.SEA: "Waves of the open sea rolling onto a shore",
    Ambience.RAIN: "Rain falling steadily outdoors",
    Ambience.WIND: "Wind blowing across open land",
    Ambience.CITY: "Distant city traffic, the hum of a street",
    Ambience.FIRE: "A wood fire crackling close by",
    Ambience.BIRDS: "Birdsong in a quiet wood in the morning",
    Ambience.CRICKETS: "Crickets on a summer night",
    Ambience.STREAM: "A small stream running over stones",
    Ambience.ROOM: "The quiet room tone of an empty room",
    Ambience.SPACE: "The deep low hum of a spaceship's interior",
}
_EFFECTS = {
    Effect.THUNDER: "One clap of thunder that rolls away",
    Effect.BELL: "One toll of a large bell, ringing out",
    Effect.CHIME: "A short, bright wind chime",
    Effect.WHOOSH: "A soft whoosh passing by",
    Effect.SPLASH: "One splash into water",
    Effect.FOOTSTEPS: "A few footsteps on a hard floor",
    Effect.DOOR: "A wooden door opens and closes",
    Effect.SPARKLE: "A short magical sparkle",
    Effect.HEARTBEAT: "A few slow heartbeats, close",
    Effect.FOGHORN: "One long blast of a distant foghorn",
}
_STRENGTHS = ((0.34, "faint"), (0.67, ""), (1.0, "strong"))
_PEOPLE = {
    (Gender.FEMININE, Age.YOUNG): "a girl",
    (Gender.FEMININE, Age.ADULT): "a woman",
    (Gender.FEMININE, Age.OLD): "an old woman",
    (Gender.MASCULINE, Age.YOUNG): "a boy",
    (Gender.MASCULINE, Age.ADULT): "a man",
    (Gender.MASCULINE, Age.OLD): "an old man",
    (Gender.NEUTRAL, Age.YOUNG): "a young person",
    (Gender.NEUTRAL, Age.OLD): "an old person",
}
_NO_OTHERS = "no music, no voices"
_MOVES = {
    CameraMove.STATIC: "The camera stands still",
    CameraMove.PUSH_IN: "The camera slowly pushes in",
    CameraMove.PULL_OUT: "The camera slowly pulls out",
    CameraMove.PAN_LEFT: "The camera slowly pans to the left",
    CameraMove.PAN_RIGHT: "The camera slowly pans to the right",
    CameraMove.TILT_UP: "The camera slowly tilts up",
    CameraMove.TILT_DOWN: "The camera slowly tilts down",
}


def music_prompt(request: MusicRequest) -> str:
    """An instrumental cue: what it feels like, who plays how much, key and tempo, and the composer's own words."""
    direction = request.direction
    parts = [
        f"Instrumental film music without vocals, {_MOODS[request.mood]}",
        f"played by {', '.join(direction.instruments)}" if direction.instruments else "",
        _INTENSITIES[min(4, int(request.intensity * 5))],
        f"{direction.beats_per_minute} BPM, {key_in_words(direction)}",
        direction.note,
        request.prompt,
    ]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip()) + "."


def key_in_words(direction: MusicDirection) -> str:
    """Such as "E flat minor"."""
    return f"{_TONICS[direction.tonic]} {'minor' if direction.minor else 'major'}"


def sound_prompt(request: SoundRequest) -> str:
    """An ambience or an effect, and nothing else beside it."""
    said = _AMBIENCES[request.sound] if isinstance(request.sound, Ambience) else _EFFECTS[request.sound]
    how = next(word for most, word in _STRENGTHS if request.strength <= most)
    own = request.prompt.strip() if request.prompt.strip() != request.sound.value else ""
    return ", ".join(filter(None, (said, how, own, _NO_OTHERS)))


def voice_instructions(request: VoiceRequest) -> str:
    """How a line is spoken: what it feels like, who speaks, and how their voice sounds."""
    direction = request.direction
    person = _PEOPLE.get((direction.gender, direction.age), "")
    high = "low" if direction.pitch < -0.33 else "high" if direction.pitch > 0.33 else ""
    parts = [
        f"A line in a film, spoken as it is written. The mood is {_MOODS[request.mood]}",
        f"The speaker sounds like {person}" if person else "",
        f"The voice is {high}" if high else "",
        direction.timbre,
    ]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip()) + "."


def video_prompt(request: VideoRequest, most: int | None = None) -> str:
    """What moves, and what the camera does; the first is cut between words to ``most`` UTF-16 units altogether."""
    move, said = f"{_MOVES[request.move]}.", request.prompt.strip().rstrip(".")
    while most is not None and len(f"{said}. {move}".encode("utf-16-le")) // 2 > most:
        said = said.rpartition(" ")[0] or said[: len(said) // 2]
    return f"{said}. {move}" if said else move
