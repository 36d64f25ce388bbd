"""What a brief advertises: its name where it is certain, its form, and what is said for it."""

from __future__ import annotations

import pytest
from asked import facts, treatment, write

from studio.production.vocabulary import (
    Kind,
    ProductForm,
)
from studio.tools.offline.rules.products import claims, product_name


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Launch the Trail Flask, a bottle made of recycled steel, for weekend hikers", "en", "Trail Flask"),
        ("Introducing Lumi, the lamp that wakes you gently", "en", "Lumi"),
        ("A campaign for “Blue Harbour”, our new chocolate", "en", "Blue Harbour"),
        ("Client: Northwind Bikes\nObjective: more test rides", "en", "Northwind Bikes"),
        ("Lancez Brume, un parfum léger", "fr", "Brume"),
        ("Presentamos Café Nube, el café frío", "es", "Café Nube"),
        ("Werbung für die Alpenglück Flasche, aus Stahl", "de", "Alpenglück Flasche"),
        ("推出“山泉杯”，一款保温杯", "zh", "山泉杯"),
        ("GreenLeaf Tea – calm in a cup", "en", "GreenLeaf Tea"),
        ("Café Lumière : le goût du matin", "fr", "Café Lumière"),
        ("We need a 20 second film for our print shop, Ink & Ivy, on Dock Street. No people.", "en", "Ink & Ivy"),
        ("We are the Upper Lane Kite Society (not the famous one), 40 members.", "en", "Upper Lane Kite Society"),
        ("Launching in June: the Wren, a bell that only you can hear. £20.", "en", "Wren"),
        ('Promo for our tool "Stashbox[v3]". It says Keep.', "en", "Stashbox[v3]"),
        (
            "🌶️ NEW DROP 🌶️ Uncle Theo's Chilli Oil No. 4 — the sorry edition. 100 ml",
            "en",
            "Uncle Theo's Chilli Oil No. 4",
        ),
        ('mach mir bitte nen werbespot für meine tischlerei "Schief ist schön!" in ulm', "de", "Schief ist schön!"),
        ("Pub pour un miel de lavande qui s'appelle Le Têtu. 6 € le pot.", "fr", "Le Têtu"),
        ("Vidéo de 20 secondes pour notre librairie « L'Encre bleue » à Nantes.", "fr", "L'Encre bleue"),
        ("La Soupe du Lundi, c'est une soupe de pois, 4 €.", "fr", "La Soupe du Lundi"),
        ("Anuncio de 20 segundos: Panadería El Sol, abierta desde las seis.", "es", "Panadería El Sol"),
        ("Preciso de um anúncio de 20 segundos para a Padaria Boa Hora, em Braga.", "pt", "Padaria Boa Hora"),
        ("Wij zoeken een filmpje voor onze winkel De Tweede Kans in Gent. Koffie gratis.", "nl", "De Tweede Kans"),
        ("Нужен ролик на 30 секунд для кофейни «Синий кит» в Туле. Пирожки с вишней.", "ru", "Синий кит"),
        ("إعلان ٣٠ ثانية لمحمصة Rose & Cedar في بيروت.", "ar", "Rose & Cedar"),
        (
            "Repairs in Hull. Bring a lamp. Morag says “Old Faithful” to her kettle.",
            "en",
            None,
        ),
        (
            "Wir suchen Hilfe. Der Garten ist groß. Eine Bohne heißt „Hedwig“, sie schmeckt.",
            "de",
            None,
        ),
        ("Spot per la riapertura del mercato di via Albani, Bologna: 42 banchi.", "it", None),
        ("Free form help for everybody, bring ID and your letters.", "en", None),
        ("Neue Saison: alles muss raus", "de", None),
        ("Come to the market in Old Harbour", "en", None),
        ("Sell more umbrellas this autumn", "en", None),
        ("Launch a new line of shoes", "en", None),
        ("Werbung für Kaffee", "de", None),
    ],
)
def test_product_names_are_spans_found_with_certainty(text: str, language: str, name: str | None) -> None:
    assert product_name(text, language) == name
    assert name is None or name in text


def test_an_ad_has_a_product_with_its_form_and_the_briefs_own_claims() -> None:
    brief = facts("Launch the Trail Flask, a bottle made of recycled steel, for weekend hikers", Kind.AD)
    plan = treatment(brief)
    assert plan.title == "Trail Flask"
    assert plan.product is not None
    assert (plan.product.name, plan.product.form) == ("Trail Flask", ProductForm.BOTTLE)
    said = [line.text for scene in write(brief, plan).scenes for line in scene.lines]
    assert said[-1].startswith("Trail Flask")
    assert claims(brief.text, "en", "Trail Flask") == ("a bottle made of recycled steel, for weekend hikers",)
    assert "a bottle made of recycled steel, for weekend hikers" in said


def test_a_name_that_a_person_gave_the_product_is_used() -> None:
    brief = facts("Sell more boots this autumn", Kind.AD)
    plan = treatment(brief)
    assert plan.product is not None
    renamed = plan.model_copy(update={"product": plan.product.model_copy(update={"name": "Pluvia"})})
    assert any("Pluvia" in line.text for scene in write(brief, renamed).scenes for line in scene.lines)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I sell bits of my starter in jars (£6 a jar) at the market.", "en"),
        ("社区夜读，每周五晚上，青禾路图书角，免费。", "zh"),
        ("Elke zaterdag open, gratis, en er is ook koffie.", "nl"),
    ],
)
def test_a_thing_in_passing_is_no_product(text: str, language: str) -> None:
    assert treatment(facts(text, Kind.AD, language)).product is None


def test_a_named_product_has_only_a_form_that_is_told_of_it() -> None:
    told = treatment(facts("Introducing Lumi, the lamp that wakes you gently. Tea is served.", Kind.AD)).product
    passing = treatment(facts("Introducing Lumi Flow. Tea is served by Morag in a cup.", Kind.AD)).product
    assert told is not None
    assert passing is not None
    assert (told.form, passing.form) == (ProductForm.LAMP, ProductForm.BOX)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("CAMPAIGN BRIEF\nClient: Bramble & Co\nProduct: Bramble Balm\nLength: 20 seconds", "en", "Bramble Balm"),
        ('CREATIVE BRIEF - "Toast" film\nIn May we are launching the Crumbly Four, our first toaster.', "en",
         "Crumbly Four"),
        ("Projektanfrage\nProdukt: Alpen-Honig „Gipfelgold“\nZielgruppe: Familien", "de", "Gipfelgold"),
        ("Nom du produit : Brume d'Été\nType : parfum d'intérieur\nCible : jeunes couples", "fr", "Brume d'Été"),
        ("【動画制作のご依頼】\n商品名：「そよかぜタオル」\n尺：15秒", "ja", "そよかぜタオル"),
        ("【拍摄需求】\n产品名称：“晨露”保温杯\n时长：15秒", "zh", "晨露"),
        ("Продукт: чай «Северный ветер»\nАудитория: студенты", "ru", "Северный ветер"),
    ],
)  # fmt: skip
def test_a_product_is_found_in_its_field_and_not_in_the_name_of_the_document(
    text: str, language: str, name: str
) -> None:
    product = treatment(facts(text, Kind.AD, language)).product
    assert product is not None
    assert product.name == name


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Stadtwerke Rosenau - Infofilm „Winterstrom“\nBitte sparen Sie Strom.", "de"),
        ("Нужен ролик для приюта «Тёплый нос» в Туле: в субботу день открытых дверей.", "ru"),
        ('Taller de bicicletas "La Rueda Feliz", en Cádiz: arreglos y clases.', "es"),
        ("Abbiamo un agriturismo e un asino che si chiama Garibaldi. Venite in autunno.", "it"),
        ("Spot per il Comune di Valbuia: raccolta del vetro, si parte martedì.", "it"),
    ],
)
def test_a_shelter_a_shop_a_council_and_a_donkey_are_no_boxes(text: str, language: str) -> None:
    assert treatment(facts(text, Kind.AD, language)).product is None


def test_what_a_form_is_called_is_no_product() -> None:
    form = (
        "FOGLIO LAVORI – versione 2\n\nCommittente: Comune di Vezza\nServizio: PortaBus, autobus serale\nTono: allegro"
    )
    assert product_name(form, "it") == "PortaBus"
    unnamed = form.replace("Servizio: PortaBus, autobus serale", "Pubblico: anziani soli e studenti")
    assert product_name(unnamed, "it") != "FOGLIO LAVORI"
