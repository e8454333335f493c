"""A plugin of mypy: what comes from outside reaches the terminal only through `duologue.ui.content`.

It looks at every call from `duologue.ui` and `duologue.cli` into Textual, Rich, click and `print`, at every
attribute of theirs that is set there, and at every method of theirs that is replaced. What is drawn must be

- written in the program: a literal, a CONSTANT or an enum's member, and what is put together of these;
- or `Content`, which `content.words` makes of any text;
- or, only where no markup is read (`PLAIN`), `Clean`, which `duologue.core.text.plain` makes of any text.

A new widget is looked at without being listed; what is no text to read is known by its name (`NO_TEXT`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import blake2b
from itertools import repeat
from pathlib import Path

from mypy.checker import TypeChecker
from mypy.nodes import (
    AssignmentStmt,
    AwaitExpr,
    Block,
    CallExpr,
    Context,
    Decorator,
    Expression,
    FuncDef,
    IntExpr,
    ListExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    OperatorAssignmentStmt,
    OverloadedFuncDef,
    StarExpr,
    Statement,
    StrExpr,
    SuperExpr,
    TupleExpr,
    TypeInfo,
)
from mypy.plugin import (
    AttributeContext,
    ClassDefContext,
    FunctionContext,
    MethodContext,
    Plugin,
    ReportConfigContext,
)
from mypy.types import (
    CallableType,
    Type,
    UnboundType,
    UnionType,
)

sys.path.append(str(Path(__file__).parents[2]))  # mypy imports a plugin as a file alone.
from tests.checks.judge import (
    AS_CONTENT,
    AS_MADE,
    CLEAN,
    MESSAGE,
    UNCLEAN,
    Judge,
    fail,
    is_constant,
    is_theirs,
)

MADE_IN = "/duologue/core/text.py"
LOOKED_AT = ("/duologue/ui/",)

PLAIN = (
    *("textual.content.Content.", "textual.strip.Strip.", "rich.segment.Segment.", "rich.text.Text."),
    *("click.", "builtins.print"),
)
"""Who takes a text as it is and reads no markup in it. So does `notify` with `markup=False`."""
PLAIN_NAMES = frozenset({"insert", "text", "value"})
"""Parameters and attributes that hold a text to type on, which is no markup either."""
FORBIDDEN = {"textual.content.Content.from_markup", "rich.text.Text.from_markup"}
NOT_DRAWING = (
    *("textual._xterm_parser.", "textual.binding.", "textual.cache.", "textual.color.", "textual.css."),
    *("textual.command.Provider.", "textual.fuzzy.", "textual.geometry.", "textual.markup.escape"),
    *("textual.style.", "textual.theme.", "textual.timer."),
    *("rich.cells.", "rich.color.", "rich.style."),
    *("click.core.", "click.decorators.", "click.exceptions.", "click.types."),
)
"""What measures, colours, finds or declares; and the exceptions of click, which `cli.output` cleans."""
NO_TEXT = frozenset({
    "action", "base_style", "blank_action", "classes", "class_name", "class_names", "component_classes",
    "css_class", "current", "exit_code", "expect_type", "file", "group", "id", "key", "list_id", "name",
    "names", "new_classes", "node_id", "old_class", "option_id", "param_hint", "result", "selector", "style",
    "styles", "theme", "variables", "what",
})  # fmt: skip
"""Parameters and attributes that are never drawn."""


def plugin(version: str) -> type[Plugin]:  # noqa: ARG001
    """What mypy calls."""
    return ContentPlugin


class ContentPlugin(Plugin):
    """Finds what draws, and hands it to the rules below."""

    def report_config_data(self, ctx: ReportConfigContext) -> object:  # noqa: ARG002
        """What was found before counts no more once the judge has changed."""
        return blake2b(Path(__file__).with_name("judge.py").read_bytes()).hexdigest()

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """A function, or a class that is made."""
        if fullname == CLEAN:
            return _made_where_it_is_cleaned
        drawer = self._drawer(fullname)
        return partial(_check_call, drawer) if drawer else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """A method of a class of theirs, or one inherited from it."""
        owner, _, method = fullname.rpartition(".")
        info = self._class(owner)
        made_by = info.get_containing_type_info(method) if info else None
        if made_by is None or not is_theirs(made_by.fullname) or method in _UNWRITTEN:
            return None
        return partial(_check_call, f"{made_by.fullname}.{method}")

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """An attribute of a class of theirs."""
        return partial(_check_attribute, fullname) if is_theirs(fullname) else None

    def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """A class that builds on one of theirs."""
        info = self._class(fullname)
        drawn = info and any(
            is_theirs(each.fullname) and each.module_name != "click.core" for each in info.mro
        )
        return partial(_check_class, info) if info and drawn else None

    def _drawer(self, fullname: str) -> str | None:
        info = self._class(fullname)
        if info is None:
            # A method called through its class has the name of the class before its own.
            owner, _, method = fullname.rpartition(".")
            there = self._class(owner)
            made_by = there.get_containing_type_info(method) if there else None
            name = f"{made_by.fullname}.{method}" if made_by else fullname
            return name if is_theirs(name) or name == "builtins.print" else None
        made_by = info.get_containing_type_info("__init__")
        if made_by is None or made_by.fullname in {"builtins.object", "builtins.tuple"}:
            made_by = info
        return f"{made_by.fullname}.__init__" if is_theirs(made_by.fullname) else None

    def _class(self, fullname: str) -> TypeInfo | None:
        found = self.lookup_fully_qualified(fullname) if "." in fullname else None
        return found.node if found and isinstance(found.node, TypeInfo) else None


_UNWRITTEN = ("__get__", "__set__", "__enter__", "__exit__")
"""Called by the language. What is set is looked at as an attribute."""


def _looked_at(api: object) -> bool:
    assert isinstance(api, TypeChecker)
    return any(room in api.path for room in LOOKED_AT)


# Calls


def _check_call(drawer: str, context: FunctionContext | MethodContext) -> Type:
    """Every text that goes into this call."""
    if not _looked_at(context.api) or drawer.startswith(NOT_DRAWING):
        return context.default_return_type
    if drawer in FORBIDDEN:
        fail(context.api, context.context, "It reads markup, and {whom} is data. " + AS_CONTENT, drawer)
    told_plainly = drawer.endswith(".notify") and _is_given_false("markup", context)
    given = zip(context.callee_arg_names, context.args, context.arg_types, strict=True)
    for name, expressions, types in given:
        if name not in NO_TEXT:
            plain = drawer.startswith(PLAIN) or told_plainly or name in PLAIN_NAMES
            judge = Judge(context.api, plain=plain, in_pairs=drawer.endswith(".assemble"))
            for expression, found in zip(expressions, types, strict=True):
                judge.look_at(expression, found, drawer)
    return context.default_return_type


def _is_given_false(name: str, context: FunctionContext | MethodContext) -> bool:
    given = context.args[context.callee_arg_names.index(name)] if name in context.callee_arg_names else []
    return any(isinstance(each, NameExpr) and each.fullname == "builtins.False" for each in given)


def _made_where_it_is_cleaned(context: FunctionContext) -> Type:
    checker = context.api
    assert isinstance(checker, TypeChecker)
    if not checker.path.endswith(MADE_IN):
        context.api.fail("Only `clean` may call a text clean.", context.context, code=UNCLEAN)
    return context.default_return_type


# Attributes


def _check_attribute(fullname: str, context: AttributeContext) -> Type:
    """What is set there."""
    name = fullname.rpartition(".")[2]
    if (
        not context.is_lvalue
        or name in NO_TEXT
        or fullname.startswith(NOT_DRAWING)
        or not _looked_at(context.api)
    ):
        return context.default_attr_type
    checker = context.api
    assert isinstance(checker, TypeChecker)
    value = _Assignments.of(checker).value_of(context.context)
    if value is not None:
        with checker.msg.filter_errors():
            found = checker.expr_checker.accept(value)
        Judge(checker, plain=name in PLAIN_NAMES).look_at(value, found, fullname)
    return context.default_attr_type


class _Assignments:
    """What is assigned where in one file: the hook for an attribute is told only where."""

    latest: _Assignments | None = None

    def __init__(self, tree: MypyFile) -> None:
        self.tree = tree
        self.values: dict[int, Expression] = {}
        for statement in _statements(tree.defs):
            if isinstance(statement, AssignmentStmt):
                for place in statement.lvalues:
                    self._note(place, statement.rvalue)
            elif isinstance(statement, OperatorAssignmentStmt):
                self._note(statement.lvalue, statement.rvalue)

    @classmethod
    def of(cls, checker: TypeChecker) -> _Assignments:
        """Those in the file that is looked at."""
        if cls.latest is None or cls.latest.tree is not checker.tree:
            cls.latest = cls(checker.tree)
        return cls.latest

    def _note(self, place: Expression, value: Expression) -> None:
        if isinstance(place, TupleExpr | ListExpr):
            values = value.items if isinstance(value, TupleExpr | ListExpr) else []
            alike = len(values) == len(place.items)
            for each, its_value in zip(place.items, values if alike else repeat(value), strict=False):
                self._note(each, its_value)
        else:
            self.values[id(place)] = value

    def value_of(self, place: Context) -> Expression | None:
        """What is assigned to this place."""
        return self.values.get(id(place))


_WITHIN = ("body", "else_body", "handlers", "finally_body", "bodies", "defs", "func", "items")
"""Where statements have other statements."""


def _statements(within: object) -> Iterator[Statement]:
    """All statements, however deep."""
    if isinstance(within, list | tuple):
        for each in within:
            yield from _statements(each)
    elif isinstance(within, Block | Decorator | FuncDef | OverloadedFuncDef | Statement):
        if isinstance(within, Statement):
            yield within
        for name in _WITHIN:
            yield from _statements(getattr(within, name, None))


# Methods that are replaced


def _check_class(base: TypeInfo, context: ClassDefContext) -> None:
    """A method that answers a text is asked by Textual, which reads it as markup; and what it does first."""
    if not any(room in context.api.modules[context.cls.info.module_name].path for room in LOOKED_AT):
        return
    for each in context.cls.defs.body:
        method = each.func if isinstance(each, Decorator) else each
        if not isinstance(method, FuncDef):
            continue
        if _made_by_them(base, method.name) and method.name not in NO_TEXT and _answers_text(method):
            fail(context.api, method, MESSAGE, f"{base.fullname}.{method.name}", "Let it answer Content.")
        for call in _calls_of_super(method):
            if _made_by_them(base, call.callee.name):  # type: ignore[attr-defined]
                _check_call_of_super(call, method, context)


_TEXTS = frozenset(
    {"str", "object", "Any", "RenderResult", "VisualType", "RenderableType", "ConsoleRenderable"}
)
_MAKERS = frozenset({"assemble", "clean", "plain", "styled", "words"})


def _made_by_them(base: TypeInfo, name: str) -> bool:
    made_by = base.get_containing_type_info(name)
    return made_by is not None and is_theirs(made_by.fullname)


def _answers_text(method: FuncDef) -> bool:
    written = method.unanalyzed_type
    return isinstance(written, CallableType) and bool(_TEXTS & set(_names_in(written.ret_type)))


def _names_in(written: Type | None) -> Iterator[str]:
    if isinstance(written, UnboundType):
        yield written.name.rpartition(".")[2]
    elif isinstance(written, UnionType):
        for each in written.items:
            yield from _names_in(each)


def _calls_of_super(method: FuncDef) -> Iterator[CallExpr]:
    """Calls of what was there before. mypy asks no plugin about them, so they are looked at without types."""
    for statement in _statements(method.body):
        found = (
            statement.rvalue if isinstance(statement, AssignmentStmt) else getattr(statement, "expr", None)
        )
        found = found.expr if isinstance(found, AwaitExpr) else found
        if isinstance(found, CallExpr) and isinstance(found.callee, SuperExpr):
            yield found


def _check_call_of_super(call: CallExpr, method: FuncDef, context: ClassDefContext) -> None:
    taken = {each.variable.name: each.type_annotation for each in method.arguments}
    for name, value in zip(call.arg_names, call.args, strict=True):
        handed_on = isinstance(value, NameExpr) and value.name in taken
        is_text = not handed_on or bool(_TEXTS & set(_names_in(taken[value.name])))  # type: ignore[attr-defined]
        if name not in NO_TEXT and is_text and not _is_made_right_here(value):
            fail(context.api, value, MESSAGE, f"super().{call.callee.name}", AS_MADE)  # type: ignore[attr-defined]


def _is_made_right_here(value: Expression) -> bool:
    if isinstance(value, CallExpr):
        return isinstance(value.callee, NameExpr | MemberExpr) and value.callee.name in _MAKERS
    return isinstance(value, StrExpr | IntExpr | StarExpr) or is_constant(value)
