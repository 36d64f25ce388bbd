"""The offline tools keep to what every tool of their capability keeps to."""

from __future__ import annotations

from studio.testing import (
    BandedPictures,
    ImageConformance,
    LanguageConformance,
    MusicConformance,
    SoundConformance,
    VoiceConformance,
)
from studio.tools.offline.composer.composer import Composer
from studio.tools.offline.illustrator.storybook import Storybook
from studio.tools.offline.rules.rules import Rules
from studio.tools.offline.soundscape.soundscape import Soundscape
from studio.tools.offline.speech.espeak import Espeak


class TestRules(LanguageConformance):
    tool = Rules()


class TestStorybook(ImageConformance):
    tool = Storybook()


class TestBandedPictures(ImageConformance):
    tool = BandedPictures()


class TestEspeak(VoiceConformance):
    tool = Espeak()


class TestComposer(MusicConformance):
    tool = Composer()


class TestSoundscape(SoundConformance):
    tool = Soundscape()
