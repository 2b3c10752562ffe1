"""Jekyll's tags besides `include`: addresses of pages and posts, and code.

Sources: Jekyll's `tags/link.rb`, `tags/post_url.rb` and `tags/highlight.rb`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TextIO

from liquid import RenderContext, TokenStream
from liquid.ast import BlockNode, Node
from liquid.exceptions import LiquidError, LiquidSyntaxError, LiquidValueError
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG, Token

from pipeline.liquid.addresses import relative_url
from pipeline.liquid.output import Context
from pipeline.model.suggestion import did_you_mean

_POST = re.compile(r"/?(?P<folder>.+/)?(?P<name>\d+-\d+-\d+-.+)")
_CODE = re.compile(r"(?P<language>[\w.+#-]+)(?:\s+\w+(?:=(?:\w+|\"[\d\s]+\"))?)*")


class _AddressNode(Node):
    """Prints the address of a page that the tag names."""

    __slots__ = ("expression", "file")
    lists: tuple[str, ...]
    what: str

    def __init__(self, token: Token, expression: Token) -> None:
        super().__init__(token)
        self.expression = expression
        self.file = expression.value.strip()
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write the address, seen from the host."""
        assert isinstance(context, Context)
        wanted = self._name(context)
        pages = list(self._pages(context))
        for page in pages:
            if self.matches(wanted, str(page["path"])):
                return buffer.write(str(relative_url(page["url"], context=context)))
        known = (self.short(str(page["path"])) for page in pages)
        message = f"there is no {self.what} `{wanted}`. {did_you_mean(wanted, known)}"
        raise LiquidValueError(message.strip(), token=self.expression)

    def _name(self, context: Context) -> str:
        try:
            template = context.env.from_string(self.file)
            return context.tokens.resolve(template.render_nested(context))  # type: ignore[attr-defined]
        except LiquidError as error:
            error.token = self.expression
            raise

    def _pages(self, context: Context) -> Iterator[Mapping[str, Any]]:
        site = context.globals.get("site")
        for name in self.lists:
            try:
                pages = context.get_item(site, name)
            except (KeyError, TypeError):  # there is no site, or it has none of these
                continue
            yield from (page for page in pages if "url" in page)

    @staticmethod
    def matches(wanted: str, path: str) -> bool:
        """Tell whether a page with `path` is the one that is wanted."""
        return path.lstrip("/") == wanted.lstrip("/")

    @staticmethod
    def short(path: str) -> str:
        """Return how the tag names the page with `path`."""
        return path


class LinkNode(_AddressNode):
    """The address of any file of the site."""

    __slots__ = ()
    lists = ("pages", "documents", "static_files")
    what = "file of the site"


class PostNode(_AddressNode):
    """The address of a post."""

    __slots__ = ()
    lists = ("posts",)
    what = "post"

    @staticmethod
    def matches(wanted: str, path: str) -> bool:
        """Compare without ending, and below whichever folder `_posts` is."""
        name = _POST.fullmatch(wanted)
        if not name:
            return False
        file = PurePosixPath(path)
        folder = name["folder"] or ""
        return file.stem == name["name"] and str(file.parent) in (
            f"_posts/{folder}".rstrip("/"),
            f"{folder}_posts",
        )

    @staticmethod
    def short(path: str) -> str:
        """Return the name of the post."""
        return PurePosixPath(path).stem


class LinkTag(Tag):
    """`{% link _posts/2026-01-02-a.md %}`."""

    name = "link"
    block = False
    node_class: type[Node] = LinkNode

    def parse(self, stream: TokenStream) -> Node:
        """Parse the path, which may hold `{{ … }}`."""
        token = stream.eat(TOKEN_TAG)
        if stream.current.kind != TOKEN_EXPRESSION:
            raise LiquidSyntaxError(f"`{self.name}` names no file", token=token)
        return self.node_class(token, stream.current)  # type: ignore[call-arg]


class PostUrlTag(LinkTag):
    """`{% post_url 2026-01-02-a %}`."""

    name = "post_url"
    node_class = PostNode


class HighlightNode(Node):
    """Code, in a language."""

    __slots__ = ("block", "language")

    def __init__(self, token: Token, language: str, block: BlockNode) -> None:
        super().__init__(token)
        self.language = language
        self.block = block
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        """Write the code as Jekyll does, without its colours."""
        inside = context.get_buffer(buffer)
        self.block.render(context, inside)
        code = html.escape(inside.getvalue().strip("\r\n"), quote=False).rstrip("\n")
        said = f'class="language-{self.language}" data-lang="{self.language}"'
        element = f'<figure class="highlight"><pre><code {said}>{code}</code></pre></figure>'
        return buffer.write(f"\n{element}\n")


class HighlightTag(Tag):
    """`{% highlight python linenos %}…{% endhighlight %}`."""

    name = "highlight"
    end = "endhighlight"

    def parse(self, stream: TokenStream) -> Node:
        """Parse the language; the options are for the web."""
        token = stream.eat(TOKEN_TAG)
        written = stream.current if stream.current.kind == TOKEN_EXPRESSION else token
        code = _CODE.fullmatch(written.value.strip()) if written is not token else None
        if not code:
            raise LiquidSyntaxError("`highlight` names no language of the code", token=written)
        next(stream)
        block = get_parser(self.env).parse_block(stream, (self.end,))
        stream.expect(TOKEN_TAG, self.end)
        return HighlightNode(token, code["language"].lower(), block)


TAGS: tuple[type[Tag], ...] = (LinkTag, PostUrlTag, HighlightTag)
