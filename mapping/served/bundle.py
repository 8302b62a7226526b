"""The map's scripts as one file: asked for one by one they would keep the page's own waiting."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r"^import \{([^}]*)\} from '\./(\w+)\.js';\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
LEFT = re.compile(r"^(?:import|export)\b", re.MULTILINE)


def bundle(folder: Path, entry: str) -> str:
    """Return a script with all that it imports as one module that has the same exports.

    Every script keeps a scope of its own. What the scripts may use is `import { a, b } from
    './other.js'` and `export` before a function, a class or a constant.

    Raises
    ------
    ValueError
        A script uses another form, or imports one that imports it.
    """
    parts: dict[str, str] = {}
    _add(folder, entry, parts, ())
    exports = _exports((folder / f"{entry}.js").read_text("utf-8"))
    last = f"export const {{ {', '.join(exports)} }} = of_{entry};\n"
    return "".join(parts.values()) + last


def _add(folder: Path, name: str, parts: dict[str, str], above: tuple[str, ...]) -> None:
    """Add a script after what it imports, each once."""
    if name in above:
        raise ValueError(f"{name}.js imports itself by way of {above[-1]}.js")
    if name in parts:
        return
    text = (folder / f"{name}.js").read_text("utf-8")
    for other in IMPORT.finditer(text):
        _add(folder, other[2], parts, (*above, name))
    parts[name] = _scoped(name, text)


def _scoped(name: str, text: str) -> str:
    """Return a script as a function that is called at once and returns its exports."""
    exports = ", ".join(_exports(text))
    text = IMPORT.sub(lambda found: f"const {{{found[1]}}} = of_{found[2]};\n", text)
    text = EXPORT.sub("", text)
    left = LEFT.search(text)
    if left:
        raise ValueError(f"{name}.js: a form that is not put together: {text[left.start() :][:80]}")
    return f"const of_{name} = (() => {{\n{text}return {{ {exports} }};\n}})();\n"


def _exports(text: str) -> list[str]:
    return [found[1] for found in EXPORT.finditer(text)]
