"""Rules that start from another rule (`extends: Style.Rule`), their own names on top; `name+` adds to what is there, `name-` takes away."""

from collections.abc import Callable, Mapping
from typing import Any

from ..exceptions import BadRule

DEEPEST = 10
# What belongs to a rule alone.
_OWN = frozenset({"tests"})


def flattened(data: Mapping[str, Any], find: Callable[[str], Mapping[str, Any] | None], seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """The rule with everything that it has from others. `find` gives a rule by its name. Raises BadRule."""
    parent = str(data.get("extends") or "")
    if "." not in parent:
        if edits := [name for name in data if name.endswith(("+", "-"))]:
            raise BadRule(f"“{edits[0]}” needs a rule to change: only one that extends another rule can use it.")
        return dict(data)
    if parent in seen or len(seen) >= DEEPEST:
        raise BadRule(f"“extends: {parent}” leads round in a circle.")
    held = find(parent)
    if held is None:
        raise BadRule(f"“extends: {parent}”: there is no such rule in these styles.")
    base = {name: value for name, value in flattened(held, find, (*seen, parent)).items() if name not in _OWN}
    for name, value in data.items():
        plain = name.rstrip("+-")
        if plain != name:
            base[plain] = _edited(base.get(plain), value, name)
        elif name != "extends":
            base[name] = value
    return base


def _edited(held: Any, value: Any, name: str) -> Any:
    adds = name.endswith("+")
    if isinstance(held, list) and isinstance(value, list):
        if adds:
            return [*held, *value]
        _all_there(held, value, name)
        return [item for item in held if item not in value]
    if isinstance(held, dict) and isinstance(value, dict if adds else list):
        if adds:
            return {**held, **value}
        _all_there(held, value, name)
        return {key: item for key, item in held.items() if key not in value}
    raise BadRule(f"“{name}” does not fit what the rule it extends has there.")


def _all_there(held: Any, wanted: list[Any], name: str) -> None:
    if missing := [item for item in wanted if item not in held]:
        raise BadRule(f"“{name}”: the rule it extends has no “{missing[0]}” to take away.")
