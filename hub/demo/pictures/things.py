"""Things from the shelves, each on a table in front of a plain wall."""

from collections.abc import Callable

from PIL import Image

from .canvas import Canvas, shade

WIDTH, RATIO = 720, 0.75
FLOOR = 56.0


def stage(wall: str, table: str) -> Canvas:
    c = Canvas(WIDTH, RATIO, wall)
    c.oval(50, 36, 31, 31, shade(wall, 0.4))
    c.block(0, FLOOR, 100, 30, table)
    c.block(0, FLOOR, 100, 1.2, shade(table, 0.25))
    return c


def shadow(c: Canvas, x: float, y: float, width: float, table: str) -> None:
    c.oval(x, y, width, 2.6, shade(table, -0.16))


def cup(c: Canvas, x: float, y: float, width: float, height: float, colour: str, inside: str, edge: str = "") -> None:
    """A cup that stands on y, `inside` is what is in it."""
    c.ring(x + width * 0.55, y - height * 0.55, width * 0.22, height * 0.28, shade(colour, -0.1), 1.6)
    top = y - height
    c.shape([(x - width / 2, top), (x + width / 2, top), (x + width * 0.4, y), (x - width * 0.4, y)], colour)
    c.oval(x, y, width * 0.4, 1.8, colour)
    c.shape([(x + width * 0.2, top), (x + width / 2, top), (x + width * 0.4, y), (x + width * 0.2, y)], shade(colour, -0.09))
    c.oval(x, top, width / 2, 2.6, edge or shade(colour, 0.3))
    c.oval(x, top, width / 2 - 1, 2, inside)


def steam(c: Canvas, x: float, y: float, colour: str) -> None:
    for shift in (-3, 2):
        for step in range(3):
            start, end = (90, 270) if step % 2 else (270, 90)
            c.bow(x + shift, y - step * 5, 1.6, 2.6, start, end, colour, 0.7)


def tea_green() -> Canvas:
    c = stage("#dfe7d8", "#c8a57a")
    shadow(c, 38, 63, 17, "#c8a57a")
    c.block(25, 27, 26, 36, "#2f6b4a", 2)
    c.block(25, 27, 6, 36, "#3c7d59", 2)
    c.block(24, 22, 28, 7, "#245239", 2)
    c.block(29, 37, 18, 15, "#f1e8d2", 1.5)
    c.oval(38, 43, 4, 2.6, "#2f6b4a")
    c.stroke([(38, 47), (38, 41)], "#245239", 0.6)
    c.half(51, 57, 4, 3.4, 120, 240, "#245239")
    shadow(c, 69, 64, 12, "#c8a57a")
    cup(c, 68, 63.5, 20, 13, "#f3efe6", "#c9d17f")
    steam(c, 68, 44, "#ffffff")
    return c


def tea_black() -> Canvas:
    c = stage("#ecdcc8", "#8a5a3c")
    shadow(c, 50, 65, 17, "#8a5a3c")
    c.oval(50, 64, 18, 3.4, "#f4ece0")
    c.oval(50, 63.4, 12, 2.2, "#dccdb8")
    c.shape([(41, 36), (59, 36), (55, 50), (58, 62), (42, 62), (45, 50)], "#a23a1f")
    c.oval(50, 62, 8, 1.8, "#a23a1f")
    c.shape([(54, 36), (59, 36), (55, 50), (58, 62), (54, 62), (52, 50)], "#8a2e18")
    c.shape([(40, 29), (60, 29), (59, 36), (41, 36)], "#f3e7dc")
    c.oval(50, 36, 9, 1.8, "#c2552f")
    c.oval(50, 29, 10, 2, "#e2cdb8")
    c.stroke([(66, 63.5), (84, 60)], "#cfc8bd", 1.1)
    c.oval(85, 59.8, 3.4, 1.7, "#cfc8bd")
    steam(c, 50, 24, "#fffaf3")
    return c


def bowl() -> Canvas:
    c = stage("#e6e6dd", "#a9825c")
    shadow(c, 50, 65, 20, "#a9825c")
    c.cut(50, 42, 30, 22, 0, 180, "#8fb79b")
    c.block(41, 62, 18, 3, "#6d967b", 1)
    c.oval(50, 42, 30, 6, "#a9cbb2")
    c.oval(50, 42.6, 27.5, 4.8, "#78a386")
    for x, y in ((34, 50), (46, 56), (61, 53), (67, 48)):
        c.oval(x, y, 0.7, 0.5, "#6d967b")
    return c


def table() -> Canvas:
    c = Canvas(WIDTH, RATIO, "#e9e1d6")
    c.shape([(8, 26), (92, 26), (108, 75), (-8, 75)], "#f6f1e7")
    c.shape([(46, 26), (54, 26), (58, 75), (42, 75)], "#b9c7c9")
    for row, (y, spread, size) in enumerate(((33, 30, 6.5), (46, 34, 8.5), (63, 39, 11))):
        for side in (-1, 1):
            x = 50 + side * spread
            c.oval(x, y + 0.8, size, size * 0.42, "#ddd3c3")
            c.oval(x, y, size, size * 0.42, "#ffffff")
            c.ring(x, y, size * 0.68, size * 0.28, "#2f4a6d", 0.5)
            c.stroke([(x - size * 1.15, y - size * 0.3), (x - size * 1.15, y + size * 0.35)], "#8d8a84", 0.5 + row * 0.15)
    c.cut(50, 44, 12, 10, 0, 180, "#7b4b5c")
    c.oval(50, 44, 12, 3, "#6a3e4e")
    for x, y in ((44, 42), (50, 40), (56, 42)):
        c.oval(x, y, 3.4, 3.6, "#c9b24a")
        c.stroke([(x, y - 3), (x + 1, y - 6)], "#5a4a2c", 0.6)
    return c


def cup_enamel() -> Canvas:
    c = stage("#cfdfe6", "#b98b5e")
    shadow(c, 50, 64.5, 17, "#b98b5e")
    cup(c, 48, 64, 32, 28, "#f5eeda", "#c9622f", edge="#20456b")
    c.oval(38, 63, 1.6, 0.9, "#2a2f33")
    steam(c, 48, 30, "#ffffff")
    return c


def candle() -> Canvas:
    c = stage("#3d4a46", "#6b4a32")
    c.oval(50, 24, 17, 17, "#5c5a3f")
    c.oval(50, 24, 10, 10, "#8a7a45")
    shadow(c, 50, 65, 14, "#6b4a32")
    c.block(39, 36, 22, 28, "#e9c98a", 3)
    c.block(39, 36, 22, 28, "#dfe6e2", 3)
    c.block(40.5, 42, 19, 20.5, "#e6b75e", 2)
    c.oval(50, 42, 9.5, 1.8, "#f2d18b")
    c.stroke([(50, 42), (50, 36)], "#2a2522", 0.7)
    c.oval(50, 31, 2.8, 5.4, "#f7b733")
    c.oval(50, 32.6, 1.5, 3.2, "#fff1c4")
    return c


def kettle() -> Canvas:
    c = stage("#dad6cd", "#7c5a40")
    shadow(c, 50, 65, 22, "#7c5a40")
    c.bow(50, 36, 19, 21, 185, 355, "#3a3f43", 1.8)
    c.block(43, 13.5, 14, 4, "#a9743f", 2)
    c.shape([(68, 46), (83, 33), (86, 36), (72, 56)], "#6d757a")
    c.oval(50, 50, 23, 15, "#7d868b")
    c.oval(40, 45, 5, 4, "#96a0a5")
    c.block(31, 61, 38, 3.6, "#5d666b", 1.6)
    c.oval(50, 36.5, 12, 2.6, "#8f989d")
    c.oval(50, 33, 2.6, 2.2, "#a9743f")
    return c


def blanket() -> Canvas:
    c = stage("#dfe0da", "#8b6a4a")
    shadow(c, 50, 65, 32, "#8b6a4a")
    for index, colour in enumerate(("#5f6f64", "#51614f", "#6f7d72", "#46584a")):
        y = 54 - index * 9
        c.block(20, y, 60, 10, colour, 4.6)
        for x in range(26, 78, 8):
            c.stroke([(x, y + 1), (x, y + 9)], shade(colour, 0.14), 0.8)
        c.stroke([(22, y + 5), (78, y + 5)], shade(colour, -0.14), 0.7)
    for x in range(22, 80, 3):
        c.stroke([(x, 63.5), (x - 0.6, 68)], "#d8d3c4", 0.6)
    return c


def jug() -> Canvas:
    c = stage("#dde5e6", "#c49a6c")
    shadow(c, 50, 65, 16, "#c49a6c")
    c.shape([(36, 22), (64, 22), (55, 40), (66, 63), (34, 63), (45, 40)], "#c3d3d4")
    c.oval(50, 63, 16, 2.4, "#c3d3d4")
    c.shape([(41, 50), (59, 50), (66, 63), (34, 63)], "#5a3a22")
    c.oval(50, 63, 16, 2.4, "#5a3a22")
    c.oval(50, 50, 9.2, 1.6, "#7b5231")
    c.block(42, 35, 16, 10, "#a9743f", 3)
    c.oval(50, 40, 1.6, 1.6, "#e9dcc3")
    c.shape([(36, 22), (64, 22), (53, 36), (47, 36)], "#fbf8f1")
    c.oval(50, 22, 14, 2.4, "#e6e0d2")
    return c


def knife() -> Canvas:
    c = Canvas(WIDTH, RATIO, "#e3d9c8")
    c.block(12, 14, 76, 48, "#b98b5e", 4)
    for y in (22, 31, 40, 49, 57):
        c.stroke([(14, y), (40, y + 1.2), (86, y)], "#a97c50", 0.6)
    c.shape([(20, 40), (62, 32), (62, 43), (30, 44)], "#c9cdcf")
    c.shape([(20, 40), (62, 38.5), (62, 43), (30, 44)], "#aab0b3")
    c.block(61, 31.5, 3, 12, "#8d8a84", 0.6)
    c.shape([(64, 32.5), (85, 35), (86, 41), (64, 41.5)], "#3f2a1e")
    for x in (68, 74.5, 81):
        c.oval(x, 37, 0.9, 0.9, "#c98b2b")
    c.oval(30, 54, 5, 4.4, "#d9c27a")
    c.ring(30, 54, 3.2, 2.8, "#c2a85a", 0.5)
    return c


def spice() -> Canvas:
    c = stage("#f0dfc0", "#9a6a44")
    shadow(c, 46, 65, 15, "#9a6a44")
    c.block(33, 28, 26, 36, "#d9c7a3", 4)
    c.block(35, 36, 22, 26, "#b5642a", 3)
    c.block(31.5, 22, 29, 8, "#2c4a44", 2)
    c.block(37, 42, 18, 13, "#f8f2e4", 1)
    c.stroke([(40, 46), (52, 46)], "#8a4a2a", 0.7)
    c.stroke([(42, 50), (50, 50)], "#8a4a2a", 0.7)
    shadow(c, 76, 66, 10, "#9a6a44")
    c.half(76, 66, 9, 8, 180, 360, "#b5642a")
    c.half(78, 66, 6, 5, 180, 360, "#c97a3c")
    return c


def tin() -> Canvas:
    c = stage("#efe2d2", "#caa47a")
    shadow(c, 50, 65, 30, "#caa47a")
    for x in (28, 39, 50, 61, 72):
        c.oval(x, 42, 9, 8, "#c98a48")
        c.oval(x - 1, 39.5, 6, 4, "#dba765")
    c.shape([(18, 43), (82, 43), (77, 63), (23, 63)], "#3a3f43")
    c.shape([(18, 43), (82, 43), (81.2, 46), (18.8, 46)], "#565d62")
    c.block(14, 42, 6, 3, "#565d62", 1)
    c.block(80, 42, 6, 3, "#565d62", 1)
    return c


def pot() -> Canvas:
    c = stage("#e2e4da", "#b08a62")
    shadow(c, 50, 65, 20, "#b08a62")
    c.bow(50, 40, 16, 24, 182, 358, "#c9a15c", 1.6)
    c.shape([(64, 46), (80, 38), (82, 41), (69, 57)], "#6b4630")
    c.oval(50, 50, 19, 15, "#7a5238")
    c.oval(50, 37, 9, 2.2, "#8a6146")
    c.oval(50, 34.6, 2, 1.8, "#8a6146")
    c.oval(42, 45, 3, 4, "#8f674c")
    return c


def pan() -> Canvas:
    c = Canvas(WIDTH, RATIO, "#d9d2c6")
    c.block(0, 0, 100, 75, "#cdb592")
    for y in (12, 30, 48, 66):
        c.stroke([(0, y), (100, y + 1)], "#bda37e", 0.5)
    c.block(66, 34, 30, 6, "#2b2e30", 3)
    c.oval(92, 37, 1.4, 1.4, "#cdb592")
    c.oval(43, 37, 29, 29, "#2b2e30")
    c.oval(43, 37, 25.5, 25.5, "#3a3e41")
    c.bow(43, 37, 20, 20, 200, 260, "#565d62", 1.2)
    c.oval(20, 66, 5, 3.4, "#e6d9ae")
    return c


THINGS: dict[str, tuple[str, Callable[[], Canvas]]] = {
    "tea-green": ("Green tea, dented tin", tea_green),
    "tea-black": ("Black tea in a glass", tea_black),
    "bowl": ("Celadon bowl", bowl),
    "table": ("A long table", table),
    "cup-enamel": ("Enamel soup cup", cup_enamel),
    "candle": ("Beeswax candle", candle),
    "kettle": ("Tern kettle", kettle),
    "blanket": ("Blankets from Skye", blanket),
    "jug": ("Filter jug", jug),
    "knife": ("Kitchen knife", knife),
    "spice": ("Blend no. 12", spice),
    "tin": ("Loaf tin", tin),
    "pot": ("Pot for one", pot),
    "pan": ("Iron pan", pan),
}


def thing(key: str) -> Image.Image:
    return THINGS[key][1]().finished()
