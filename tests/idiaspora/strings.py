"""Every string of the packages that is to be translated, read from the code and the templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template import Engine, Template
from django.template.base import DebugLexer, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

Key = tuple[str | None, str]  # (context, text), as in a catalogue
PACKAGES = ("idiaspora", "opportunities", "profiles", "resources", "search", "taxonomy")
# Where the text stands among the arguments, and whether a context stands before it.
CALLS = {"_": False, "gettext": False, "gettext_noop": False, "ngettext": False, "pgettext": True, "npgettext": True}
MARKED = re.compile(r"""\b_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""")


def all_strings() -> dict[Key, str]:
    """{(context, text): the file that it is in}."""
    root, found = Path(settings.BASE_DIR), {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                found.update(dict.fromkeys(_in_code(path), str(path.relative_to(root))))
            elif "templates" in path.parts and path.suffix in (".html", ".txt", ".svg"):
                found.update(dict.fromkeys(_in_template(path), str(path.relative_to(root))))
    return found


def _in_code(path: Path) -> Iterator[Key]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", "")).removesuffix("_lazy")
        words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if name in CALLS and words and all(isinstance(word, str) for word in words):
            yield (words[0], words[1]) if CALLS[name] else (None, words[0])


def _in_template(path: Path) -> Iterator[Key]:
    source = path.read_text(encoding="utf-8")
    for token in DebugLexer(source).tokenize():
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from ((None, match["text"]) for match in MARKED.finditer(token.contents))
    nodes = Template(source, engine=Engine.get_default()).nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        if isinstance(text := node.filter_expression.var.literal, str):
            yield _context(node), text
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        yield _context(node), node.render_token_list(node.singular)[0]


def _context(node: TranslateNode | BlockTranslateNode) -> str | None:
    return node.message_context.var if node.message_context else None
