"""Figures about a whole text: readability by the known formulas, and metrics by a formula of the rule's own."""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...engine.blocks import Block
from ...engine.sentences import sentences
from ...exceptions import BadRule
from ..style import Alert, Style, strings
from .syllables import WORD, syllables

_OPERATIONS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Mod: operator.mod,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Eq: operator.eq, ast.NotEq: operator.ne,
    ast.USub: operator.neg, ast.UAdd: operator.pos,
}  # fmt: skip
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": math.sqrt,
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "log": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "exp": math.exp,
    "max": max,
    "min": min,
    "pow": math.pow,
}
_CONSTANTS = {"pi": math.pi, "e": math.e}
FORMULAS: dict[str, Callable[[Mapping[str, float]], float]] = {
    "Gunning Fog": lambda n: 0.4 * (n["words"] / n["sentences"] + 100 * n["complex_words"] / n["words"]),
    "Coleman-Liau": lambda n: 0.0588 * n["characters"] / n["words"] * 100 - 0.296 * n["sentences"] / n["words"] * 100 - 15.8,
    "Flesch-Kincaid": lambda n: 0.39 * n["words"] / n["sentences"] + 11.8 * n["syllables"] / n["words"] - 15.59,
    "SMOG": lambda n: 1.043 * math.sqrt(n["polysyllabic_words"] * 30 / n["sentences"]) + 3.1291,
    "Automated Readability": lambda n: 4.71 * n["characters"] / n["words"] + 0.5 * n["words"] / n["sentences"] - 21.43,
}
# How often another rule has spoken: check["Style.Rule"].
CHECK = "check "
# Blocks that a formula may count by name; there are none of them where the document does not say.
BLOCKS = ("paragraphs", "pre", "list", "blockquote", *(f"heading_h{level}" for level in range(1, 7)))


def readability(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """The mean of the named formulas, higher than `grade`."""
    names, most = strings(style.data.get("metrics")), style.number("grade")
    if not names or set(names) - set(FORMULAS):
        raise BadRule(f"A readability rule needs “metrics” out of: {', '.join(FORMULAS)}.")
    for numbers in map(figures, (block.text for block in blocks)):
        if numbers["words"]:
            grade = sum(FORMULAS[name](numbers) for name in names) / len(names)
            if grade > most:
                yield Alert(None, -1, -1, (f"{grade:.2f}",))


def metric(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """A formula over the figures, and a condition on its result: formula "words / sentences", condition "> 20"."""
    formula, condition = (str(style.data.get(name) or "").strip() for name in ("formula", "condition"))
    formula = re.sub(r"heading\.(h[1-6])", r"heading_\1", formula)
    for block in blocks:
        numbers = {**dict.fromkeys(BLOCKS, 0.0), **counted(block.counts), **figures(block.text), **block.told}
        if not numbers["words"]:
            continue
        try:
            result = float(calculate(formula, numbers))
        except ZeroDivisionError:
            continue
        if calculate(f"{result!r} {condition}", numbers):
            yield Alert(None, -1, -1, (f"{result:.2f}",))


def counts_others(style: Style) -> bool:
    """Whether a formula asks how often other rules have spoken."""
    return style.extends == "metric" and "check[" in str(style.data.get("formula") or "")


def counted(counts: Mapping[str, int]) -> dict[str, float]:
    return {name.replace(".", "_"): float(number) for name, number in counts.items() if not name.startswith("table")}


def figures(text: str) -> dict[str, float]:
    """What formulas may name."""
    found = dict.fromkeys("words sentences characters syllables polysyllabic_words complex_words long_words".split(), 0.0)
    for paragraph in text.split("\n\n"):
        for begin, end in sentences(paragraph):
            found["sentences"] += 1
            for match in WORD.finditer(paragraph, begin, end):
                _count(found, match[0])
    return found


def _count(found: dict[str, float], word: str) -> None:
    parts = syllables(word)
    found["words"] += 1
    found["characters"] += sum(char.isalnum() for char in word)
    found["syllables"] += parts
    found["polysyllabic_words"] += parts > 2
    longer = any(word.endswith(ending) and len(word) > len(ending) for ending in ("es", "ed", "ing"))
    found["complex_words"] += parts - longer > 2
    found["long_words"] += len(word.encode()) > 6


def calculate(expression: str, numbers: Mapping[str, float]) -> Any:
    """Numbers, figures, arithmetic, comparisons and a few functions of mathematics; everything else is a BadRule."""
    try:
        written = expression.replace("&&", " and ").replace("||", " or ").strip()
        return _value(ast.parse(written, mode="eval").body, numbers)
    except (SyntaxError, KeyError, TypeError, ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise BadRule(f"The formula “{expression}” is not understood. It may use {', '.join(numbers or ['words'])}.") from error


def _value(node: ast.AST, numbers: Mapping[str, float]) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.Name):
        return numbers[node.id]
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "math":
        return _CONSTANTS[node.attr]
    if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == "check" and isinstance(node.slice, ast.Constant):
        return numbers.get(f"{CHECK}{node.slice.value!s}", 0.0)
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_value(node.left, numbers), _value(node.right, numbers))
    if isinstance(node, ast.UnaryOp):
        return _OPERATIONS[type(node.op)](_value(node.operand, numbers))
    if isinstance(node, ast.BoolOp):
        values = (bool(_value(part, numbers)) for part in node.values)
        return all(values) if isinstance(node.op, ast.And) else any(values)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _OPERATIONS[type(node.ops[0])](_value(node.left, numbers), _value(node.comparators[0], numbers))
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return _FUNCTIONS[name](*(_value(argument, numbers) for argument in node.args))
    raise TypeError(ast.dump(node))
