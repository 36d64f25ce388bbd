"""What a film is called: its given title, or whole words of the brief."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from asked import KEEPER, agent, ask, facts, treatment

from studio.production.tasks import (
    MergeTreatment,
)
from studio.production.treatment import TreatmentDraft
from studio.production.vocabulary import (
    AgentRole,
    Kind,
)
from studio.tools.offline.rules.pairs import is_balanced
from studio.tools.offline.rules.titles import own_title
from studio.tools.offline.rules.topics import MAX_QUESTION, MAX_TITLE, joining_words, width
from studio.tools.offline.rules.wording import MAX_LOGLINE, logline

BRIEFS: list[dict[str, str]] = [
    brief
    for file in sorted((Path(__file__).parent / "briefs").glob("*.json"))
    for brief in json.loads(file.read_text(encoding="utf-8"))
]
"""Briefs in many languages, as people write them."""


def test_titles_and_loglines_are_the_briefs_own_words() -> None:
    assert treatment(facts()).title == KEEPER
    long = "Zorblax hums. " + "And then it hums again, " * 60
    assert logline(long, "en") == "Zorblax hums."
    assert len(logline("word " * 200, "en")) <= MAX_LOGLINE
    endless = facts("Seven pale lanterns drift over a marsh that nobody has crossed since the flood took the bridge")
    assert len(treatment(endless).title) <= MAX_TITLE


@pytest.mark.parametrize(
    ("text", "told", "title"),
    [
        ("FADE IN:\nINT. KITCHEN - NIGHT\nTom waits.", ("Tom waits.",), "Tom waits"),
        ("The Long Night\n\nINT. KITCHEN - NIGHT\nTom waits.", ("Tom waits.",), "The Long Night"),
        ("Title: Salt\n\nTom waits.", ("Tom waits.",), "Salt"),
        ("# Dawn\nThe sea, calm for once, shines.", ("The sea, calm for once, shines.",), "Dawn"),
        ("The sea is calm. It waits.", ("The sea is calm.", "It waits."), "The sea is calm"),
    ],
)
def test_an_own_text_is_called_by_its_own_words(text: str, told: tuple[str, ...], title: str) -> None:
    task = MergeTreatment(brief=facts(text), agent=agent(AgentRole.DIRECTOR), pitches=(), own_text=(told,))
    merged = TreatmentDraft.model_validate_json(ask(task))
    assert merged.title == title
    assert merged.logline.startswith(told[0])


TITLES = [
    ("en", Kind.STORY, "The vending machine on platform 4 gives people the wrong thing and always has. Not broken.",
     "The vending machine on platform 4"),
    ("en", Kind.STORY, 'A short film called "Noon". A man carries a clock across a wide and empty country.', "Noon"),
    ("en", Kind.STORY, "There has been no rain in the town of Salt Fork for ten years. Nobody owns an umbrella.",
     "There has been no rain"),
    ("de", Kind.STORY, "Ein Apfelbaum steht genau auf der Grenze zwischen zwei Grundstücken.", "Ein Apfelbaum"),
    ("fr", Kind.AD, "Campagne contre le gaspillage : « Le pain d'hier n'a pas dit son dernier mot. » Drôle et tendre.",
     "Le pain d'hier n'a pas dit son dernier mot"),
    ("es", Kind.AD, "Óptica Medina, Valencia, tres generaciones. Revisión gratuita sin cita.", "Óptica Medina"),
    ("it", Kind.STORY, "Un coro di montagna è rimasto con un solo cantore, il basso.", "Un coro di montagna"),
    ("zh", Kind.STORY, "请帮我做一个短片:一只在税务局大厅住了八年的乌龟,每天看人排队。",
     "一只在税务局大厅住了八年的乌龟"),
    ("en", Kind.STORY, "Please make a short film about a clockmaker who repairs the tide.",
     "A clockmaker who repairs the tide"),
    ("en", Kind.STORY, "scan_0042_v2.docx - a film about my aunt who tunes church bells in the fog",
     "My aunt who tunes church bells in the fog"),
    ("en", Kind.STORY, "Story for kids 5-7: Button the crooked teapot stands behind the straight ones.",
     "Button the crooked teapot"),
    ("en", Kind.STORY, "A film about patience with no clocks and no people in it.", "Patience"),
    ("en", Kind.STORY, "so my uncles wedding was in june and nobody had told the band which church it was in",
     "My uncles wedding"),
    ("en", Kind.STORY, "My sister left for two months and I must water a cactus that hates me. It is growing.",
     "My sister left for two months"),
    ("en", Kind.STORY, "Mrs. Okonkwo is the last person in the whole of Dover who still mends umbrellas by hand.",
     "Mrs. Okonkwo"),
    ("en", Kind.STORY, "What does the sea do at night, when everybody has gone home and nobody looks?",
     "What does the sea do at night"),
    ("en", Kind.STORY, "THE KITE THAT STAYED\nIn a town by the sea a kite will not come down. Nobody pulls it.",
     "The Kite That Stayed"),
    ("en", Kind.AD, "Public information: one in five people never backs up a photograph. It takes a minute.",
     "One in five people never backs up a photograph"),
    ("en", Kind.AD, "We are a travelling piano tuner in Cork, we come to your front room, from €60.",
     "A travelling piano tuner in Cork"),
    ("de", Kind.STORY, "Als mein Onkel Rudolf mit siebzig beschloss, das Meer zu sehen, lachte das ganze Dorf.",
     "Mein Onkel Rudolf"),
    ("de", Kind.STORY, "Ein Film über den Winter, der nicht gehen will", "Winter"),
    ("fr", Kind.STORY, "bonjour, je voudrais un petit film pour le départ de mon voisin Marcel (30 ans au guichet)",
     "Le départ de mon voisin Marcel"),
    ("fr", Kind.AD, "pub pour ma boulangerie à Lille, pain au levain dès 7 h, je fais aussi des tartes",
     "Ma boulangerie à Lille"),
    ("es", Kind.STORY, "En Toledo, un herrero llamado Anselmo guarda las llaves de casas que ya no existen.",
     "Un herrero llamado Anselmo"),
    ("it", Kind.STORY, "A Genova un cappello dimenticato sul tram passa di testa in testa per un anno intero di vento.",
     "Un cappello dimenticato sul tram"),
    ("pt", Kind.STORY, "A minha tia dizia que o vento e a roupa eram primos, porque os dois dançavam no quintal.",
     "A minha tia"),
    ("nl", Kind.STORY, "De laatste lantaarnopsteker van Gent mag vanavond geen lamp aansteken. Wie doet het dan?",
     "De laatste lantaarnopsteker van Gent"),
    ("ru", Kind.STORY, "Дворник Семён каждое утро до рассвета рисует на снегу корабли, которых никто не видит.",
     "Дворник Семён"),
    ("ar", Kind.STORY, "ساعاتي عجوز في دمشق يصلح في دكانه ساعات لا يعود إليها أصحابها أبدا. في يوم ماطر تعود امرأة.",
     "ساعاتي عجوز"),
    ("ja", Kind.STORY, "灯台の話をお願いします。灯りはもうつきませんが、犬だけが毎晩待っています。", "灯台"),
    ("zh", Kind.STORY, "片名暂定:《白鹭》\n湖边有一只白鹭,每天等同一条船。", "白鹭"),
    ("zh", Kind.AD, "社区晨跑活动宣传片：每周六早上六点半，青年公园东门集合，免费参加。", "社区晨跑活动"),
    ("pl", Kind.STORY, "Guzik odpadł od płaszcza w tramwaju i sam wraca do domu. Bajka dla dzieci, ale wesoła.",
     "Guzik odpadł od płaszcza w tramwaju"),
    ("en", Kind.STORY, "Hi, could you make a short film from this? A girl called Ines can't sleep. The wind is up.",
     "A girl called Ines can't sleep"),
    ("en", Kind.STORY, "its about a newt called Barry who wants to win a race and beats a hare. Barry wins.",
     "A newt called Barry who wants to win a race"),
    ("en", Kind.STORY, "A night porter notices that the old jukebox never plays what people want. It plays the past.",
     "A night porter"),
    ("en", Kind.STORY, "Each spring the ferry captain on Loch Moran paints one plank of the jetty blue and is quiet.",
     "The ferry captain on Loch Moran"),
    ("en", Kind.AD, "Every year around 40 people are lost in the fog. We are the mountain rescue team of Borrow.",
     "The mountain rescue team of Borrow"),
    ("en", Kind.AD, "We're a tiny bakery in Frome and we do rye. Just want something for the screen in the window.",
     "A tiny bakery in Frome"),
    ("en", Kind.STORY, "Hello! Could you please make a film about my grandad's pigeons? They only came home for Elvis.",
     "My grandad's pigeons"),
    ("de", Kind.STORY, "Guten Tag! Es war einmal ein Regenschirm, der Angst vor Wasser hatte. Er blieb im Schrank.",
     "Ein Regenschirm, der Angst vor Wasser hatte"),
    ("de", Kind.STORY, "Hamburg, Winter 1962. Ein Briefträger stellt mitten in der Sturmflut noch einen Brief zu.",
     "Ein Briefträger"),
    ("de", Kind.STORY, "Jedes Jahr am ersten Schneetag backt der Hausmeister der Schule genau hundert Kekse für alle.",
     "Der Hausmeister der Schule"),
    ("de", Kind.AD, "Hallo, ich bin die Karin von der Gärtnerei Sonnenfeld in Ulm und wir verkaufen Stauden.",
     "Gärtnerei Sonnenfeld"),
    ("fr", Kind.STORY, "Dans un immeuble lillois, l'escalier s'arrête chaque nuit au sixième étage. Il y en a cinq.",
     "L'escalier"),
    ("fr", Kind.STORY, "Consigne pour ma classe, le texte : il était une fois une gomme qui avait peur du papier.",
     "Une gomme qui avait peur du papier"),
    ("es", Kind.STORY, "hola!! soy Leo tengo 8 años y quiero una peli de un lobo que le tiene miedo a la luna jajaja",
     "Un lobo que le tiene miedo a la luna"),
    ("es", Kind.AD, "Queremos un video de menos de un minuto para la web. Somos una cooperativa de Jaén.",
     "Una cooperativa de Jaén"),
    ("it", Kind.STORY, "Trieste, inverno: una donna vende ombrelli solo nei giorni di bora. Nessuno le chiede perché.",
     "Una donna"),
    ("it", Kind.STORY, 'Soggetto per cortometraggio – "Modulo 12"\n\nIn un ufficio lavora un robot. Ascolta tutti.',
     "Modulo 12"),
    ("zh", Kind.STORY, "帮我做个视频呗 主角是我家的扫地机器人。它出门了,一路扫到大堂。", "我家的扫地机器人"),
    ("ru", Kind.STORY, "Антарктида, станция, полярная ночь. Повар Пётр Палыч обещал всем настоящий торт на праздник.",
     "Повар Пётр Палыч"),
    ("ru", Kind.STORY, "Привет! Жил-был трамвай, который боялся мостов. Однажды пути закрыли.",
     "Трамвай, который боялся мостов"),
    ("en", Kind.AD, "🎈 NEW 🎈 We sell a small lamp to read by", "A small lamp to read by"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "kind", "text", "title"), TITLES)
def test_long_briefs_have_short_titles(language: str, kind: Kind, text: str, title: str) -> None:
    assert treatment(facts(text, kind, language)).title == title


@pytest.mark.parametrize(
    ("heading", "told", "title"),
    [
        ("EXT. HARBOUR WALL - DUSK", "A crate, a lamp, and far too many gulls.", "Harbour Wall"),
        ("", "so my grans party was in may and it rained on all of the two hundred sandwiches", "My grans party"),
        ("", "Als meine Tante Erna mit sechzig beschloss, Boxerin zu werden, schwieg die Familie.", "Meine Tante Erna"),
    ],
)
def test_an_own_text_without_a_title_is_called_by_its_place_or_subject(heading: str, told: str, title: str) -> None:
    language = "de" if "Tante" in told else "en"
    assert own_title(facts(f"{heading}\n\n{told}", language=language), (told,)) == title


def test_a_memo_is_called_by_its_subject() -> None:
    text = "Internal Memo\nFrom: Facilities\nRe: The plant\n\nThe plant by the lifts has been promoted."
    assert own_title(facts(text), ("The plant by the lifts has been promoted.",)) == "The plant"


def test_an_advertising_text_of_a_persons_own_is_called_by_its_product() -> None:
    text = "Hello there,\n\nWe are Marlow & Son Bindery in Bath.\n\nWe sew books by hand."
    assert own_title(facts(text, Kind.AD), ("Hello there,", "We sew books by hand.")) == "Marlow & Son Bindery"


@pytest.mark.parametrize("brief", BRIEFS, ids=[str(brief["id"]) for brief in BRIEFS])
def test_no_title_is_broken(brief: dict[str, str]) -> None:
    text, language = brief["text"], brief["language"]
    made = treatment(facts(text, Kind(brief["kind"]), language)).title
    letters = [character for character in made if character.isalpha()]
    assert not made.endswith(("…", ",", ":", ";", "-", "–", "，", "、", "：")), made
    assert is_balanced(made), made
    assert not letters[0].islower(), made
    assert len(letters) < 5 or language == "de" or not all(letter.isupper() for letter in letters), made
    ends = re.search(rf"{re.escape(made.casefold())}\s*(?:[^\w\s]|$)", text.casefold(), re.MULTILINE)
    assert ends is not None or made.split()[-1].lower() not in joining_words(language), made
    assert width(made) <= MAX_QUESTION, made
