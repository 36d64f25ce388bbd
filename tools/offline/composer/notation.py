"""A score as a MIDI file.

Knows nothing of sound.
"""

from __future__ import annotations

import io

import mido

from studio.tools.offline.composer.instruments import ORCHESTRA, PERCUSSION
from studio.tools.offline.composer.score import Part, Score

MEDIA_TYPE = "audio/midi"
_TICKS = 480
_DRUM_CHANNEL = 9


def midi(score: Score) -> bytes:
    """``score`` as a type 1 file: tempo and end first, then a track for each part; ends where the cue ends."""
    file = mido.MidiFile(type=1, ticks_per_beat=_TICKS)
    end = int(score.timing.end * _TICKS)
    conductor = mido.MidiTrack()
    conductor.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(score.timing.beats_per_minute), time=0))
    conductor.append(mido.MetaMessage("time_signature", numerator=4, denominator=4, time=0))
    conductor.append(mido.MetaMessage("end_of_track", time=end))
    file.tracks.append(conductor)
    melodic = [channel for channel in range(16) if channel != _DRUM_CHANNEL]
    for part, channel in zip(score.parts, melodic, strict=False):
        file.tracks.append(_track(part, _DRUM_CHANNEL if part.instrument == PERCUSSION else channel, end))
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


def _track(part: Part, channel: int, end: int) -> mido.MidiTrack:
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("track_name", name=f"{part.name} ({part.instrument})", time=0))
    if part.instrument != PERCUSSION:
        program = ORCHESTRA[part.instrument].program
        track.append(mido.Message("program_change", channel=channel, program=program, time=0))
    sounding: dict[int, tuple[int, int, int]] = {}
    played = []
    for note in part.notes:
        start = min(round(note.start * _TICKS), end - 1)
        stop = max(start + 1, min(round((note.start + note.length) * _TICKS), end))
        if note.pitch in sounding:
            # A key that is struck again was released before.
            first, last, velocity = sounding.pop(note.pitch)
            if first < start:
                played.append((first, min(last, start), note.pitch, velocity))
        sounding[note.pitch] = (start, stop, max(1, min(127, round(note.velocity * 127))))
    played += [(start, stop, pitch, velocity) for pitch, (start, stop, velocity) in sounding.items()]
    events = [(start, 1, pitch, velocity) for start, _, pitch, velocity in played]
    # At one tick a release comes before a new stroke of the same key.
    events += [(stop, 0, pitch, 0) for _, stop, pitch, _ in played]
    now = 0
    for tick, on, pitch, velocity in sorted(events):
        kind = "note_on" if on else "note_off"
        track.append(mido.Message(kind, channel=channel, note=pitch, velocity=velocity, time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=end - now))
    return track
