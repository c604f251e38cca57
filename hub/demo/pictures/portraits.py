"""Faces behind the counter, in flat colours."""

from dataclasses import dataclass

from PIL import Image

from .canvas import Canvas, shade

WIDTH = 480


@dataclass(frozen=True)
class Face:
    """`hair` is a cut: long, bun, bob, short, curls, bald, parted or scarf."""

    back: str
    skin: str
    hair_colour: str
    hair: str
    coat: str
    apron: str
    glasses: bool = False
    beard: bool = False
    earrings: str = ""


PORTRAITS = {
    "anna": Face("#d9e4d3", "#f0cdb0", "#6b4226", "long", "#1f4d3a", "#e9dcc3", earrings="#c98b2b"),
    "piotr": Face("#e5dccb", "#e8bd9b", "#3d3027", "short", "#37505c", "#2a2f33", beard=True),
    "marta": Face("#dfe3ea", "#f2d3ba", "#c9a15c", "bun", "#7b4b5c", "#efe6d6"),
    "kasia": Face("#f1ddc9", "#f0c8a8", "#8a3d22", "curls", "#f4efe6", "#b0502a", earrings="#1f4d3a"),
    "jonas": Face("#d5dde0", "#f0cdb0", "#b98d4a", "parted", "#5a4334", "#26382f", glasses=True),
    "frieda": Face("#e9dfe6", "#f2d5c0", "#b9b4ad", "bob", "#2f4a6d", "#f3ead9", glasses=True),
    "aylin": Face("#ead9c4", "#d9a77c", "#2a1f1c", "long", "#8d2f3a", "#e6c98f", earrings="#e0b13c"),
    "isla": Face("#d3dcd9", "#f5d8c4", "#a6451f", "curls", "#3f5a4c", "#c9bda6"),
    "callum": Face("#e2d8c8", "#eec4a2", "#7d3a1c", "short", "#6c6f3d", "#c69c6d", beard=True, glasses=True),
    "priya": Face("#f0d9b8", "#b97c50", "#1f1715", "bun", "#c2562d", "#2c4a44", earrings="#e0b13c"),
    "tom": Face("#d8d4cb", "#edc6a8", "#8f8a84", "bald", "#39424a", "#7c4a2d", beard=True),
    "nell": Face("#cfdfe6", "#f3d2bb", "#d8c7a0", "scarf", "#f0c14b", "#20456b"),
}


def portrait(face: Face) -> Image.Image:
    """Head and shoulders, square."""
    c = Canvas(WIDTH, 1.0, face.back)
    c.oval(50, 46, 40, 40, shade(face.back, 0.35))
    _hair_behind(c, face)
    _shoulders(c, face)
    _head(c, face)
    _hair_in_front(c, face)
    _features(c, face)
    return c.finished()


def _shoulders(c: Canvas, face: Face) -> None:
    dark = shade(face.coat, -0.18)
    c.block(16, 76, 68, 60, face.coat, 22)
    c.block(42.5, 58, 15, 24, shade(face.skin, -0.09), 6)
    c.cut(50, 79, 11, 8, 0, 180, shade(face.skin, -0.09))
    c.shape([(37, 77), (50, 90), (41, 94), (33, 80)], dark)
    c.shape([(63, 77), (50, 90), (59, 94), (67, 80)], dark)
    c.shape([(33, 78), (37, 77), (39, 100), (33, 100)], face.apron)
    c.shape([(67, 78), (63, 77), (61, 100), (67, 100)], face.apron)
    c.block(32, 93, 36, 20, face.apron, 3)


def _head(c: Canvas, face: Face) -> None:
    c.oval(31.5, 49, 3.6, 5, shade(face.skin, -0.06))
    c.oval(68.5, 49, 3.6, 5, shade(face.skin, -0.06))
    c.oval(50, 47, 18.5, 22.5, face.skin)
    if face.beard:
        c.cut(50, 50, 18.4, 20.5, 8, 172, face.hair_colour)
        c.oval(50, 50.5, 12, 7, face.skin)
        c.block(41, 55.2, 18, 3.6, face.hair_colour, 1.8)
    if face.earrings:
        c.oval(31, 56, 1.5, 1.5, face.earrings)
        c.oval(69, 56, 1.5, 1.5, face.earrings)


def _hair_behind(c: Canvas, face: Face) -> None:
    colour = face.hair_colour
    if face.hair == "long":
        c.block(26, 25, 48, 62, shade(colour, -0.12), 22)
    elif face.hair == "bob":
        c.block(27, 24, 46, 40, shade(colour, -0.12), 18)
    elif face.hair == "bun":
        c.oval(50, 19, 9.5, 9, shade(colour, -0.12))
    elif face.hair == "curls":
        for x, y in ((31, 36), (29, 46), (30, 56), (34, 64), (69, 36), (71, 46), (70, 56), (66, 64), (38, 28), (50, 24), (62, 28)):
            c.oval(x, y, 8.5, 8.5, shade(colour, -0.12))


def _hair_in_front(c: Canvas, face: Face) -> None:
    colour = face.hair_colour
    if face.hair == "bald":
        c.block(30.8, 40, 3, 10, colour, 1.5)
        c.block(66.2, 40, 3, 10, colour, 1.5)
    elif face.hair == "scarf":
        c.cut(50, 45, 20.5, 23.5, 194, 346, face.apron)
        c.block(29.5, 36.5, 41, 4.6, shade(face.apron, 0.25), 2.3)
        c.oval(50, 42.2, 9, 2.6, colour)
    elif face.hair == "curls":
        for x, y in ((36, 33), (42, 28), (50, 26), (58, 28), (64, 33)):
            c.oval(x, y, 6.6, 6.2, colour)
    elif face.hair in ("short", "parted"):
        c.cut(50, 43, 19.8, 20.8, 196, 344, colour)
        lean = 6 if face.hair == "parted" else 0
        c.oval(50 - lean, 36.5, 14, 4.2, colour)
    else:
        c.half(50, 45, 19.6, 22.6, 182, 358, colour)
        c.cut(43, 52, 15, 17, 200, 332, face.skin)
        c.cut(58, 52, 13, 15, 205, 340, face.skin)


def _features(c: Canvas, face: Face) -> None:
    ink = "#2a2522"
    for x in (42.5, 57.5):
        c.oval(x, 47, 1.5, 1.9, ink)
        c.bow(x, 43.5, 3.6, 2.2, 205, 335, shade(face.hair_colour, -0.3), 0.8)
        c.oval(x + (3 if x > 50 else -3), 53.5, 3, 1.9, _blush(face.skin))
    c.bow(50, 50.5, 1.9, 2.2, 20, 160, shade(face.skin, -0.22), 0.8)
    c.cut(50, 56.6, 5, 4, 10, 170, "#fffaf2")
    c.bow(50, 56.6, 5, 4, 8, 172, "#9c4a3c", 0.9)
    if face.glasses:
        for x in (42.5, 57.5):
            c.ring(x, 47.3, 5.2, 4.9, "#3a322c", 0.8)
        c.stroke([(47.6, 46.6), (52.4, 46.6)], "#3a322c", 0.8)


def _blush(skin: str) -> str:
    red, green, blue = (int(skin[i : i + 2], 16) for i in (1, 3, 5))
    return f"#{min(255, red + 6):02x}{max(0, green - 26):02x}{max(0, blue - 20):02x}"
