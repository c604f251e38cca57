"""A flat-colour drawing board: coordinates from 0 to 100 across, drawn at twice the size and reduced, so that edges are smooth."""

from io import BytesIO

from PIL import Image, ImageDraw

Point = tuple[float, float]
TWICE = 2


class Canvas:
    """`width` in pixels; the height follows from `ratio` (height / width). One unit is a hundredth of the width."""

    def __init__(self, width: int, ratio: float, background: str) -> None:
        self.size = (width, round(width * ratio))
        self.unit = width * TWICE / 100
        self.image = Image.new("RGB", (width * TWICE, round(width * ratio) * TWICE), background)
        self.draw = ImageDraw.Draw(self.image)

    def _box(self, x: float, y: float, rx: float, ry: float) -> tuple[float, float, float, float]:
        u = self.unit
        return ((x - rx) * u, (y - ry) * u, (x + rx) * u, (y + ry) * u)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str) -> None:
        self.draw.ellipse(self._box(x, y, rx, ry), fill=fill)

    def ring(self, x: float, y: float, rx: float, ry: float, colour: str, thick: float) -> None:
        self.draw.ellipse(self._box(x, y, rx, ry), outline=colour, width=round(thick * self.unit))

    def half(self, x: float, y: float, rx: float, ry: float, start: float, end: float, fill: str) -> None:
        """A slice of an oval; 0 degrees points right and the angle grows clockwise."""
        self.draw.pieslice(self._box(x, y, rx, ry), start, end, fill=fill)

    def cut(self, x: float, y: float, rx: float, ry: float, start: float, end: float, fill: str) -> None:
        """What a straight cut leaves of an oval."""
        self.draw.chord(self._box(x, y, rx, ry), start, end, fill=fill)

    def bow(self, x: float, y: float, rx: float, ry: float, start: float, end: float, colour: str, thick: float) -> None:
        self.draw.arc(self._box(x, y, rx, ry), start, end, fill=colour, width=round(thick * self.unit))

    def block(self, x: float, y: float, width: float, height: float, fill: str, round_by: float = 0) -> None:
        u = self.unit
        self.draw.rounded_rectangle((x * u, y * u, (x + width) * u, (y + height) * u), radius=round_by * u, fill=fill)

    def shape(self, points: list[Point], fill: str) -> None:
        self.draw.polygon([(x * self.unit, y * self.unit) for x, y in points], fill=fill)

    def stroke(self, points: list[Point], colour: str, thick: float) -> None:
        self.draw.line([(x * self.unit, y * self.unit) for x, y in points], fill=colour, width=round(thick * self.unit), joint="curve")

    def finished(self) -> Image.Image:
        return self.image.resize(self.size, Image.Resampling.BOX)


def shade(colour: str, by: float) -> str:
    """A colour made lighter (`by` > 0) or darker (< 0) by a share of the way to white or black."""
    towards = 255 if by > 0 else 0
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (towards - part) * abs(by)):02x}" for part in parts)


def as_jpeg(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=86)
    return file.getvalue()
