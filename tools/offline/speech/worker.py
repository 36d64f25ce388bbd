"""Speaks or reads with espeak-ng and exits: the only code that loads the GPL-3 library, in a process of its own.

Standard input is a JSON object: text, voice, rate (words a minute), pitch and range (0..99); or texts and voice.
Standard output is a little-endian 32-bit length, a JSON header of that length, and 16-bit mono PCM. For a text the
header has sample_rate and marks (each [kind, character, sample]); for texts it has their phonemes, and there is no PCM.
What is wrong is one line on standard error and exit status 1.

The text is plain text: neither SSML nor phoneme brackets are switched on. Knows nothing of Studio; imports little,
because its start-up is most of what a line costs.
"""

from __future__ import annotations

import ctypes
import json
import struct
import sys

import espeakng_loader

WORD = 1
END = 5
_LIST_TERMINATED = 0
_SYNCHRONOUS = 2
_DO_NOT_EXIT = 0x8000
_UTF8 = 1
_IPA = 2
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_HEADROOM = 60
"""Volume at which no variant reaches the limits of 16 bits; the level is set afterwards."""


class _Identity(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identity),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def speak(text: str, voice: str, rate: int, pitch: int, intonation: int) -> tuple[int, list[list[int]], bytes]:
    """Sample rate, marks and PCM of ``text``; raises ``RuntimeError`` where the library refuses."""
    library, sample_rate = _library()
    # A voice's breath is made of random numbers, which espeak-ng otherwise seeds with the time.
    library.espeak_ng_SetRandSeed(ctypes.c_long(1))
    pcm: list[bytes] = []
    marks: list[list[int]] = []

    def receive(wave: ctypes._Pointer[ctypes.c_short], samples: int, events: ctypes._Pointer[_Event]) -> int:
        if wave and samples > 0:
            pcm.append(ctypes.string_at(wave, samples * 2))
        index = 0
        while events[index].type != _LIST_TERMINATED:
            event = events[index]
            if event.type in (WORD, END):
                # espeak-ng counts characters from one.
                marks.append([event.type, max(0, event.text_position - 1), event.sample])
            index += 1
        return 0

    callback = _Callback(receive)
    library.espeak_SetSynthCallback(callback)
    _choose(library, voice)
    for parameter, value in ((_RATE, rate), (_VOLUME, _HEADROOM), (_PITCH, pitch), (_RANGE, intonation)):
        library.espeak_SetParameter(parameter, value, 0)
    content = text.encode() + b"\0"
    status = library.espeak_Synth(content, ctypes.c_size_t(len(content)), 0, 1, 0, _UTF8, None, None)
    if status != 0 or library.espeak_Synchronize() != 0:
        raise RuntimeError(f"espeak-ng failed with status {status}")
    return sample_rate, marks, b"".join(pcm)


def phonemes(texts: list[str], voice: str) -> list[str]:
    """How the voice says each text, in IPA: words apart by spaces, clauses by lines."""
    library, _ = _library()
    _choose(library, voice)
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    said = []
    for text in texts:
        rest = ctypes.c_char_p(text.encode())
        clauses = []
        while rest.value is not None:
            clauses.append(library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA) or b"")
        said.append(b"\n".join(clauses).decode())
    return said


def _library() -> tuple[ctypes.CDLL, int]:
    """The library, ready for work, and its sample rate."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    sample_rate = library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), _DO_NOT_EXIT)
    if sample_rate <= 0:
        raise RuntimeError("espeak-ng did not find its data")
    return library, sample_rate


def _choose(library: ctypes.CDLL, voice: str) -> None:
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise RuntimeError(f"espeak-ng has no voice {voice!r}")


def main() -> int:
    """Answer the request on standard input; the exit status."""
    request = json.loads(sys.stdin.buffer.read())
    pcm = b""
    try:
        if "texts" in request:
            answer: dict[str, object] = {"phonemes": phonemes(request["texts"], request["voice"])}
        else:
            sample_rate, marks, pcm = speak(
                request["text"], request["voice"], request["rate"], request["pitch"], request["range"]
            )
            answer = {"sample_rate": sample_rate, "marks": marks}
    except (OSError, RuntimeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    header = json.dumps(answer).encode()
    sys.stdout.buffer.write(struct.pack("<I", len(header)) + header + pcm)
    return 0


if __name__ == "__main__":
    sys.exit(main())
