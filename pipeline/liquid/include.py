"""Jekyll's `{% include file key=value %}`: no quotes, no commas, and never out of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, TextIO

from liquid import RenderContext, TokenStream
from liquid.ast import Node
from liquid.builtin.expressions import parse_primitive, tokenize
from liquid.builtin.tags.include_tag import IncludeTag as LiquidsIncludeTag
from liquid.exceptions import LiquidError, LiquidSyntaxError, TemplateNotFoundError
from liquid.loader import BaseLoader, TemplateSource
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG, Token

from pipeline.files import reading
from pipeline.files.paths import lies_in
from pipeline.liquid.output import Context, Markdown
from pipeline.liquid.places import check_closed
from pipeline.model.location import Location
from pipeline.model.suggestion import did_you_mean

if TYPE_CHECKING:
    from liquid import BoundTemplate, Environment
    from liquid.expression import Expression

_FILE = re.compile(r"(?:\{\{.*?\}\}|[^\s{]|\{(?!\{))+")
_PARAMETER = re.compile(
    r"""\s*(?P<key>[\w-]+)\s*=\s*
        (?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>(?:\\.|[^'\\])*)'|(?P<name>[^\s"']+))""",
    re.VERBOSE | re.DOTALL,
)


_LISTED = 500  # files among which the likely one is looked for
_BESIDE = "beside:"
"""What the name of a file begins with that is looked for beside the letter."""


class IncludeNode(Node):
    """Renders a file of the includes folder in place, its parameters as `include.key`."""

    __slots__ = ("expression", "file", "parameters")
    prefix = ""

    def __init__(
        self, token: Token, expression: Token, file: str, parameters: Mapping[str, Expression | str]
    ) -> None:
        super().__init__(token)
        self.expression = expression
        self.file = file
        self.parameters = parameters
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write the rendered file."""
        assert isinstance(context, Context)
        template = self._template(context)
        given = {
            key: value if isinstance(value, str) else value.evaluate(context)
            for key, value in self.parameters.items()
        }
        with context.extend({"include": given}, template=template):
            template.render_with_context(context, buffer, partial=True)
        return 1

    def _template(self, context: Context) -> BoundTemplate:
        """Return the file to render, whose name may hold `{{ … }}`."""
        try:
            name = context.env.from_string(self.file).render_nested(context)  # type: ignore[attr-defined]
        except LiquidError as error:
            error.token = self.expression
            raise
        name = context.tokens.resolve(name)
        path = self.prefix + name
        try:
            return context.env.get_template(path, context=context)
        except TemplateNotFoundError as error:
            # In Liquid itself, a word that is no file's name is the name of a variable.
            named = context.resolve(name) if name.isidentifier() else None
            if isinstance(named, str):
                return context.env.get_template(named, context=context)
            error.token = self.expression
            raise


class IncludeTag(Tag):
    """`{% include file.md key="value" other=page.title %}`."""

    name = "include"
    block = False
    node_class = IncludeNode

    def parse(self, stream: TokenStream) -> Node:
        """Parse the file's name and the parameters."""
        # Liquid's own tag has quotes, which are an error in Jekyll.
        if stream.peek.kind == TOKEN_EXPRESSION and stream.peek.value[0] in "'\"":
            return LiquidsIncludeTag(self.env).parse(stream)
        token = stream.eat(TOKEN_TAG)
        if stream.current.kind != TOKEN_EXPRESSION:
            raise LiquidSyntaxError(f"`{self.name}` names no file", token=token)
        expression = stream.current
        file = _FILE.match(expression.value)
        assert file is not None  # the expression holds something, and not only spaces
        parameters: dict[str, Expression | str] = {}
        position = file.end()
        while expression.value[position:].strip():
            match = _PARAMETER.match(expression.value, position)
            if not match:
                rest = expression.value[position:].strip()
                raise LiquidSyntaxError(f"`{rest}` is not `key=value`", token=expression)
            parameters[match["key"]] = self._value(match, expression)
            position = match.end()
        return self.node_class(token, expression, file.group(), parameters)

    def _value(self, match: re.Match[str], expression: Token) -> Expression | str:
        if (name := match["name"]) is None:
            double, single = match["double"], match["single"]
            words = single.replace("\\'", "'") if double is None else double.replace('\\"', '"')
            return Markdown.of(words, words)
        at = expression._replace(
            value=name, start_index=expression.start_index + match.start("name")
        )
        return parse_primitive(self.env, TokenStream(tokenize(name, at)))


class IncludeRelativeNode(IncludeNode):
    """Renders a file that lies beside the letter, or below it."""

    __slots__ = ()
    prefix = _BESIDE


class IncludeRelativeTag(IncludeTag):
    """`{% include_relative file.md key="value" %}`."""

    name = "include_relative"
    node_class = IncludeRelativeNode


class IncludesFolder(BaseLoader):
    """Loads templates from the site's includes folder, or from the one that `letter` lies in."""

    def __init__(
        self,
        folder: Path,
        letter: Path,
        read: Callable[[Path], str],
        sources: dict[str, Location],
    ) -> None:
        self.folder = folder
        self.letter = letter
        self.read = read
        self.sources = sources

    def get_source(
        self,
        env: Environment,
        template_name: str,
        *,
        context: RenderContext | None = None,
        **_: object,
    ) -> TemplateSource:
        """Return the text of the file, and note which file it is for error messages."""
        env.budget.include()  # type: ignore[attr-defined]
        name = template_name.removeprefix(_BESIDE)
        around = self.folder if name == template_name else self.letter.parent
        file = around / name.lstrip("/")  # as Jekyll joins them
        try:
            is_there = reading.is_file(file)
        except (OSError, ValueError) as error:  # no name of a file, or links in a circle
            message = f"`{shorten(name, 80)}` is no path of a file"
            raise TemplateNotFoundError(message) from error
        if not lies_in(file, around):
            raise TemplateNotFoundError(f"the file `{name}` lies outside the site")
        if not is_there:
            known = [
                entry.relative_to(around).as_posix()
                for entry in islice(around.rglob("*") if around.is_dir() else (), _LISTED)
                if entry.is_file()
            ]
            hint = did_you_mean(name, known)
            message = f"there is no file `{name}` in `{around.name}`. {hint}"
            raise TemplateNotFoundError(message.strip())
        source = self.read(file)
        env.budget.read(source)  # type: ignore[attr-defined]
        start = Location(file, 1, 1)
        check_closed(source, start)
        self.sources[source] = start
        return TemplateSource(source, str(file), None)
