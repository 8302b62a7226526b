"""Scripts put together: the map's as one module, those of a page or a file without a network."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r"^import \{([^}]*)\} from '\./(\w+)\.js';\n", re.MULTILINE)
EXPORT = re.compile(
    r"^export (default )?(?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE
)
LEFT = re.compile(r"^(?:import|export)\b", re.MULTILINE)
REMARK = re.compile(r"/\*\*.*?\*/\s*", re.DOTALL)  # for whoever reads the script, not its page


def bundle(folder: Path, entry: str) -> str:
    """Return a script with all that it imports as one module that has the same exports.

    Every script keeps a scope of its own. What the scripts may use is `import { a, b } from
    './other.js'` and `export`, or `export default`, before a function, a class or a constant.

    Raises
    ------
    ValueError
        A script uses another form, or imports one that imports it.
    """
    exports = list(EXPORT.finditer((folder / f"{entry}.js").read_text("utf-8")))
    named = ", ".join(each[2] for each in exports if not each[1])
    last = f"export const {{ {named} }} = of_{entry};\n" if named else ""
    own = "".join(f"export default of_{entry}.{each[2]};\n" for each in exports if each[1])
    return joined(folder, entry) + last + own


def joined(folder: Path, *entries: str) -> str:
    """Return scripts with all that they import, each after what it imports, without remarks.

    The exports of `name.js` are what `of_name` holds. Raises as `bundle` does.
    """
    parts: dict[str, str] = {}
    for entry in entries:
        _add(folder, entry, parts, ())
    return "".join(parts.values())


def _add(folder: Path, name: str, parts: dict[str, str], above: tuple[str, ...]) -> None:
    """Add a script after what it imports, each once."""
    if name in above:
        raise ValueError(f"{name}.js imports itself by way of {above[-1]}.js")
    if name in parts:
        return
    text = REMARK.sub("", (folder / f"{name}.js").read_text("utf-8"))
    for other in IMPORT.finditer(text):
        _add(folder, other[2], parts, (*above, name))
    parts[name] = _scoped(name, text)


def _scoped(name: str, text: str) -> str:
    """Return a script as a function that is called at once and returns its exports."""
    exports = ", ".join(found[2] for found in EXPORT.finditer(text))
    text = IMPORT.sub(lambda found: f"const {{{found[1]}}} = of_{found[2]};\n", text)
    text = EXPORT.sub("", text)
    left = LEFT.search(text)
    if left:
        raise ValueError(f"{name}.js: a form that is not put together: {text[left.start() :][:80]}")
    return f"const of_{name} = (() => {{\n{text}return {{ {exports} }};\n}})();\n"
