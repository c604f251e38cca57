"""Figures about a whole text: readability by the known formulas, and metrics by a formula of the rule's own."""

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...engine.blocks import Block
from ...engine.sentences import WORD, paragraphs, sentences, syllables
from ...exceptions import BadRule
from ..style import Alert, Style, strings

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
    "pow": math.pow,
}
FORMULAS: dict[str, Callable[[Mapping[str, float]], float]] = {
    "Gunning Fog": lambda n: 0.4 * (n["words"] / n["sentences"] + 100 * n["complex_words"] / n["words"]),
    "Coleman-Liau": lambda n: 0.0588 * n["characters"] / n["words"] * 100 - 0.296 * n["sentences"] / n["words"] * 100 - 15.8,
    "Flesch-Kincaid": lambda n: 0.39 * n["words"] / n["sentences"] + 11.8 * n["syllables"] / n["words"] - 15.59,
    "SMOG": lambda n: 1.043 * math.sqrt(n["polysyllabic_words"] * 30 / n["sentences"]) + 3.1291,
    "Automated Readability": lambda n: 4.71 * n["characters"] / n["words"] + 0.5 * n["words"] / n["sentences"] - 21.43,
}


def readability(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """The mean of the named formulas, higher than `grade`."""
    names = strings(style.data.get("metrics"))
    if not names or set(names) - set(FORMULAS):
        raise BadRule(f"A readability rule needs “metrics” out of: {', '.join(FORMULAS)}.")
    for numbers in map(figures, (block.text for block in blocks)):
        if numbers["words"]:
            grade = sum(FORMULAS[name](numbers) for name in names) / len(names)
            if grade > float(style.data.get("grade") or 0):
                yield Alert(None, -1, -1, (f"{grade:.2f}",))


def metric(style: Style, blocks: Sequence[Block]) -> Iterator[Alert]:
    """A formula over the figures, and a condition on its result: formula "words / sentences", condition "> 20"."""
    formula, condition = (str(style.data.get(name) or "").strip() for name in ("formula", "condition"))
    for block in blocks:
        numbers = figures(block.text)
        try:
            result = float(calculate(formula, numbers))
        except ZeroDivisionError:
            continue
        if calculate(f"{result!r} {condition}", numbers):
            yield Alert(None, -1, -1, (f"{result:.2f}",))


def figures(text: str) -> dict[str, float]:
    """What formulas may name."""
    words = [match[0] for match in WORD.finditer(text)]
    parts = [syllables(word) for word in words]
    return {
        "words": len(words),
        "sentences": sum(1 for _ in sentences(text)),
        "paragraphs": sum(1 for _ in paragraphs(text)),
        "characters": sum(char.isalnum() for char in text),
        "syllables": sum(parts),
        "polysyllabic_words": sum(count >= 3 for count in parts),
        "complex_words": sum(count >= 3 and word[0].islower() and "-" not in word for word, count in zip(words, parts, strict=True)),
        "long_words": sum(len(word) > 6 for word in words),
    }


def calculate(expression: str, numbers: Mapping[str, float]) -> Any:
    """Numbers, figures, arithmetic, comparisons and a few functions of mathematics; everything else is a BadRule."""
    try:
        return _value(ast.parse(expression, mode="eval").body, numbers)
    except (SyntaxError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadRule(f"The formula “{expression}” is not understood. It may use {', '.join(numbers or ['words'])}.") from error


def _value(node: ast.AST, numbers: Mapping[str, float]) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.Name):
        return numbers[node.id]
    if isinstance(node, ast.BinOp):
        return _OPERATIONS[type(node.op)](_value(node.left, numbers), _value(node.right, numbers))
    if isinstance(node, ast.UnaryOp):
        return _OPERATIONS[type(node.op)](_value(node.operand, numbers))
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _OPERATIONS[type(node.ops[0])](_value(node.left, numbers), _value(node.comparators[0], numbers))
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return _FUNCTIONS[name](*(_value(argument, numbers) for argument in node.args))
    raise TypeError(ast.dump(node))
