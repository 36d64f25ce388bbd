"""The advertised thing as a hero product: a bottle, cup, box, bag, shoe, phone, book, jar or lamp."""

from __future__ import annotations

from studio.production.vocabulary import ProductForm
from studio.tools.image import StagedProduct
from studio.tools.offline.illustrator.colour import lighten, mix
from studio.tools.offline.illustrator.figures.canvas import Canvas, FigureDrawing
from studio.tools.offline.illustrator.figures.geometry import box, curve, ellipse, line, polygon

_CREAM = "#f7f1e3"
_STEEL = "#c9d0d6"


def draw_thing(canvas: Canvas, product: StagedProduct) -> FigureDrawing:
    """A product standing on the ground."""
    main, accent = product.main_colour, product.accent_colour
    half = {
        ProductForm.BOTTLE: _bottle,
        ProductForm.CUP: _cup,
        ProductForm.BOX: _box,
        ProductForm.BAG: _bag,
        ProductForm.SHOE: _shoe,
        ProductForm.PHONE: _phone,
        ProductForm.BOOK: _book,
        ProductForm.JAR: _jar,
        ProductForm.LAMP: _lamp,
    }[product.form](canvas, main, accent)
    return canvas.finish(False, (half, half * 0.16))


def _shine(canvas: Canvas, x: float, top: float, bottom: float, width: float) -> None:
    canvas.stroke(line((x, top), (x, bottom)), "#ffffff", width, 0.32)


def _emblem(canvas: Canvas, x: float, y: float, size: float, accent: str) -> None:
    canvas.detail(ellipse(x, y, size), _CREAM)
    canvas.detail(curve([(x - size * 0.62, y + size * 0.42, 0.2), (x - size * 0.12, y - size * 0.5, 0.3),
        (x + size * 0.16, y - size * 0.05, 0.3),
                         (x + size * 0.3, y - size * 0.24, 0.3), (x + size * 0.66, y + size * 0.42, 0.2)]),
                             accent)  # fmt: skip


def _bottle(canvas: Canvas, main: str, accent: str) -> float:
    canvas.shape(curve([(-52, -700, 0.3), (52, -700, 0.3), (56, -610, 0.3), (-56, -610, 0.3)]), _STEEL)
    canvas.shape(box(-76, -806, 76, -672, 26), accent)
    canvas.stroke(line((-40, -806), (-34, -852), (34, -852), (40, -806)), lighten(accent, -0.08), 17)
    canvas.shape(curve([(-60, -628, 0.4), (60, -628, 0.4), (128, -550), (138, -470), (138, -40, 0.7),
        (112, 0, 0.7), (-112, 0, 0.7), (-138, -40, 0.7),
                        (-138, -470), (-128, -550)]), main)  # fmt: skip
    canvas.detail(
        curve([(-138, -150, 0.1), (138, -150, 0.1), (138, -40, 0.7), (112, 0, 0.7), (-112, 0, 0.7), (-138, -40, 0.7)]),
        lighten(main, -0.07),
    )
    canvas.stroke(line((-136, -150), (136, -150)), accent, 12)
    _emblem(canvas, 0, -340, 72, accent)
    _shine(canvas, -96, -510, -190, 22)
    _shine(canvas, 104, -470, -230, 8)
    for y in (-716, -740, -764):
        canvas.stroke(line((-70, y), (70, y)), lighten(accent, -0.07), 5, 0.6)
    return 170


def _cup(canvas: Canvas, main: str, accent: str) -> float:
    canvas.stroke(line((168, -350), (290, -340), (290, -180), (150, -140)), lighten(main, -0.04), 46)
    canvas.shape(
        curve(
            [
                (-190, -430, 0.2),
                (190, -430, 0.2),
                (176, -200),
                (124, -22),
                (80, 0, 0.6),
                (-80, 0, 0.6),
                (-124, -22),
                (-176, -200),
            ]
        ),
        main,
    )
    canvas.shape(ellipse(0, -430, 190, 44), lighten(main, 0.05))
    canvas.detail(ellipse(0, -424, 164, 33), "#5a3424")
    canvas.detail(ellipse(-30, -430, 76, 12), "#8a5a3c", 0.8)
    canvas.stroke(line((-184, -330), (0, -306), (184, -330)), accent, 26)
    _emblem(canvas, 0, -190, 68, accent)
    _shine(canvas, -134, -280, -120, 20)
    for x in (-60, 20, 90):
        canvas.stroke(line((x, -490), (x + 26, -540), (x - 8, -590), (x + 18, -640)), "#ffffff", 15, 0.5)
    return 190


def _box(canvas: Canvas, main: str, accent: str) -> float:
    canvas.shape(polygon((-230, -400), (120, -400), (120, 0), (-230, 0)), main)
    canvas.shape(polygon((120, -400), (250, -470), (250, -70), (120, 0)), lighten(main, -0.11), depth=0.4)
    canvas.shape(polygon((-230, -400), (-96, -470), (250, -470), (120, -400)), lighten(main, 0.06), depth=0.4)
    canvas.detail(polygon((-90, -400), (-20, -400), (-20, 0), (-90, 0)), accent)
    canvas.detail(polygon((-90, -400), (-20, -400), (112, -470), (44, -470)), lighten(accent, 0.04))
    canvas.detail(polygon((120, -246), (250, -316), (250, -252), (120, -182)), lighten(accent, -0.1))
    canvas.detail(polygon((-230, -246), (120, -246), (120, -182), (-230, -182)), accent)
    for side in (-1, 1):
        bow = curve([(10, -440), (10 + side * 70, -540), (10 + side * 150, -510), (10 + side * 110, -446)])
        canvas.shape(bow, accent, edge=True)
        canvas.detail(
            curve([(10 + side * 30, -456), (10 + side * 76, -506), (10 + side * 110, -490), (10 + side * 80, -458)]),
            lighten(accent, -0.1),
        )
    canvas.shape(ellipse(10, -448, 34, 30), lighten(accent, 0.03), edge=True)
    return 270


def _bag(canvas: Canvas, main: str, accent: str) -> float:
    canvas.stroke(line((-110, -420), (-104, -560), (0, -610), (104, -560), (110, -420)), lighten(main, -0.1), 30)
    canvas.shape(
        curve([(-210, -440, 0.4), (210, -440, 0.4), (262, -60), (220, 0, 0.6), (-220, 0, 0.6), (-262, -60)]), main
    )
    canvas.shape(
        curve([(-214, -446, 0.3), (214, -446, 0.3), (196, -290), (0, -216), (-196, -290)]),
        lighten(main, -0.06),
        edge=True,
    )
    canvas.shape(box(-44, -262, 44, -180, 16), accent, edge=True)
    canvas.detail(ellipse(0, -222, 14), _CREAM)
    for x in (-110, 110):
        canvas.shape(ellipse(x, -420, 26), accent)
    canvas.stroke(line((-226, -70), (0, -44), (226, -70)), lighten(main, -0.12), 6, 0.7)
    _shine(canvas, -172, -250, -120, 18)
    return 270


def _shoe(canvas: Canvas, main: str, accent: str) -> float:
    canvas.shape(curve([(-270, -90, 0.4), (-260, -300, 0.3), (-214, -330), (-150, -318, 0.4), (-86, -270),
        (10, -262, 0.5), (110, -190), (240, -150),
                        (318, -96), (322, -60, 0.4), (-270, -60, 0.4)]), main)  # fmt: skip
    canvas.detail(
        curve([(-262, -292, 0.2), (-216, -326), (-150, -316, 0.3), (-136, -250), (-190, -226), (-258, -236, 0.3)]),
        lighten(main, -0.12),
    )
    canvas.shape(
        curve([(206, -160, 0.3), (268, -136), (320, -94), (322, -58, 0.4), (180, -58, 0.4), (176, -110)]),
        _CREAM,
        edge=True,
    )
    swoosh = curve([(-200, -130, 0.2), (-60, -100), (110, -186, 0.2), (60, -84), (-90, -66)])
    canvas.detail(swoosh, accent)
    canvas.shape(
        curve([(-290, -70, 0.5), (0, -56), (330, -72, 0.5), (338, -26), (300, 0, 0.6), (-262, 0, 0.6), (-296, -24)]),
        _CREAM,
        edge=True,
    )
    canvas.stroke(line((-284, -34), (0, -24), (328, -36)), accent, 12)
    for i in range(4):
        x, y = -60 + i * 46, -276 + i * 26
        canvas.stroke(line((x - 22, y + 46), (x + 26, y + 4)), _CREAM, 13)
    return 320


def _phone(canvas: Canvas, main: str, accent: str) -> float:
    canvas.shape(box(-172, -700, 172, 0, 52), main)
    canvas.shape(box(-152, -678, 152, -22, 38), "#141a2a", rim=False, depth=0.0)
    canvas.detail(box(-144, -670, 144, -30, 32), mix(main, "#dfeaff", 0.55), glows=True)
    canvas.detail(curve([(-144, -320, 0.0), (-60, -400), (30, -330), (144, -430, 0.0), (144, -62, 0.6),
        (112, -30, 0.6), (-112, -30, 0.6), (-144, -62, 0.6)]),
                  mix(accent, "#ffffff", 0.3), glows=True)  # fmt: skip
    canvas.detail(ellipse(62, -540, 46), accent, glows=True)
    canvas.detail(box(-48, -660, 48, -638, 11), "#141a2a")
    for row in range(2):
        for column in range(3):
            left = -106 + column * 78
            canvas.detail(
                box(left, -250 + row * 84, left + 56, -194 + row * 84, 15),
                _CREAM if (row + column) % 2 else accent,
                glows=True,
            )
    canvas.stroke(line((-54, -52), (54, -52)), "#ffffff", 9, 0.8)
    canvas.detail(polygon((-144, -560), (-30, -670), (30, -670), (-144, -490)), "#ffffff", 0.16)
    return 190


def _book(canvas: Canvas, main: str, accent: str) -> float:
    canvas.shape(polygon((-200, -560), (-150, -590), (242, -590), (200, -560)), _CREAM, depth=0.4)
    canvas.shape(polygon((200, -560), (242, -590), (242, -34), (200, 0)), lighten(_CREAM, -0.08), depth=0.4)
    for i in range(3):
        canvas.stroke(line((210 + i * 10, -558 - i * 7), (210 + i * 10, -12 - i * 7)), "#b8a98c", 3, 0.7)
    canvas.shape(box(-210, -562, 204, 0, 18), main)
    canvas.detail(box(-210, -562, -158, 0, 18), lighten(main, -0.1))
    canvas.stroke(box(-128, -520, 168, -42, 12), accent, 8)
    canvas.detail(box(-86, -474, 126, -414, 10), accent)
    canvas.detail(box(-56, -396, 96, -376, 8), mix(accent, _CREAM, 0.5))
    _emblem(canvas, 20, -220, 94, accent)
    canvas.detail(polygon((120, -562), (156, -562), (156, -440), (138, -462), (120, -440)), mix(accent, "#c8352e", 0.4))
    return 240


def _jar(canvas: Canvas, main: str, accent: str) -> float:
    canvas.shape(curve([(-150, -470, 0.4), (150, -470, 0.4), (196, -400), (200, -60), (160, 0, 0.7),
        (-160, 0, 0.7), (-200, -60), (-196, -400)]),
                 mix("#e6f2f2", main, 0.14))  # fmt: skip
    canvas.detail(
        curve(
            [(-186, -380, 0.2), (0, -362), (186, -380, 0.2), (188, -60), (150, -12, 0.7), (-150, -12, 0.7), (-188, -60)]
        ),
        main,
    )
    canvas.detail(ellipse(0, -380, 184, 20), lighten(main, 0.07))
    canvas.shape(box(-168, -556, 168, -458, 22), accent)
    for x in range(-140, 141, 40):
        canvas.stroke(line((x, -540), (x, -476)), lighten(accent, -0.08), 5, 0.6)
    canvas.shape(box(-124, -316, 124, -92, 22), _CREAM, rim=False, depth=0.5)
    _emblem(canvas, 0, -224, 64, accent)
    canvas.stroke(line((-70, -128), (70, -128)), accent, 11)
    _shine(canvas, -164, -370, -90, 18)
    return 210


def _lamp(canvas: Canvas, main: str, accent: str) -> float:
    canvas.glow(0, -520, 420, "#ffdf94", 0.6)
    canvas.shape(curve([(-150, 0, 0.5), (-140, -40), (0, -62), (140, -40), (150, 0, 0.5)]), accent)
    canvas.shape(
        curve(
            [(-18, -40), (-52, -150), (-14, -260), (-14, -380, 0.4), (14, -380, 0.4), (14, -260), (52, -150), (18, -40)]
        ),
        lighten(accent, 0.03),
    )
    canvas.detail(ellipse(0, -366, 96, 22), "#fff6d8", glows=True)
    canvas.shape(
        curve([(-120, -660, 0.2), (0, -672), (120, -660, 0.2), (228, -370, 0.2), (0, -346), (-228, -370, 0.2)]),
        mix(main, "#ffe9b4", 0.62),
        depth=0.3,
    )
    canvas.detail(
        curve([(-70, -640, 0.2), (70, -640, 0.2), (120, -380, 0.4), (-120, -380, 0.4)]), "#fff3c8", 0.6, glows=True
    )
    canvas.stroke(line((-222, -384), (0, -360), (222, -384)), accent, 13)
    canvas.stroke(line((-120, -650), (0, -660), (120, -650)), accent, 10)
    canvas.stroke(line((110, -372), (112, -300)), lighten(accent, -0.1), 4)
    canvas.detail(ellipse(112, -292, 11), accent)
    return 180
