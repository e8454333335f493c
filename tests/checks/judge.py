"""Tells a text that was written in the program from one that came into it."""

from __future__ import annotations

from typing import TypeGuard

from mypy.checker import TypeChecker
from mypy.errorcodes import ErrorCode
from mypy.nodes import (
    AssignmentExpr,
    CallExpr,
    ConditionalExpr,
    Context,
    Expression,
    GeneratorExpr,
    IndexExpr,
    IntExpr,
    ListComprehension,
    ListExpr,
    MemberExpr,
    NameExpr,
    OpExpr,
    StarExpr,
    StrExpr,
    TupleExpr,
)
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    TupleType,
    Type,
    TypeVarType,
    UnionType,
    get_proper_type,
)

UNCLEAN = ErrorCode("unclean", "Text from outside that reaches the terminal", "Duologue")
MESSAGE = (
    "This text may come from a file or a person, and {whom} would draw it as it is."
    " {instead} See “Text from outside” in docs/CONTRIBUTING.md."
)
AS_CONTENT = "Draw content.words(…) instead."
AS_MADE = "Make it Content or plain(…) right in this call."
AS_PLAIN = "Give it plain(…) of duologue.core.text instead."

CLEAN = "duologue.core.text.Clean"
MADE_OF_CLEAN = ("textual.content.Content", "rich.text.Text")
THEIRS = ("textual", "rich", "click")
STRINGIFYING = ("builtins.print", "click.", "textual.widgets._data_table.", "textual.widgets._log.")
"""Who draws what `str` makes of anything."""
HARMLESS = ("builtins.int", "builtins.float", "builtins.bool", "builtins.bytes", "datetime.")


class Judge:
    """Tells what was written in the program from what came into it."""

    def __init__(self, api: object, *, plain: bool, in_pairs: bool = False) -> None:
        assert isinstance(api, TypeChecker)
        self.checker = api
        self.plain = plain
        self.in_pairs = in_pairs
        """Whether a pair is a text and its style."""

    def look_at(self, expression: Expression, found: Type, drawer: str) -> None:
        """Complain where it is not safe."""
        shown = drawer.startswith(STRINGIFYING)
        if not (self.is_safe(expression, shown=shown) or self._is_safe_type(found, shown)):
            fail(self.checker, expression, MESSAGE, drawer, AS_PLAIN if self.plain else AS_CONTENT)

    def is_safe(self, expression: Expression, *, shown: bool = False) -> bool:
        """Whether it can be drawn as it is; where it is `shown`, whatever `str` makes of it is drawn."""
        if _is_format(expression):
            return all(self.is_safe(each, shown=True) for each in expression.args)
        parts = self._parts(expression)
        if parts is not None:
            return all(self.is_safe(each, shown=shown) for each in parts)
        if isinstance(expression, CallExpr) and getattr(expression.callee, "fullname", "") == "builtins.map":
            # Its own type follows from what is wanted of it.
            made_by = self.checker.lookup_type(expression.args[0])
            return isinstance(made_by, CallableType) and self._is_safe_type(made_by.ret_type, shown)
        return is_constant(expression) or self._has_safe_type(expression, shown)

    def _parts(self, expression: Expression) -> list[Expression] | None:
        """What it is put together of, where that can be told; nothing for a literal."""
        match expression:
            case StrExpr() | IntExpr():
                return []
            case StarExpr():
                return [] if self._has_safe_type(expression.expr) else [expression.expr]
            case TupleExpr() | ListExpr():
                return (
                    expression.items[:1] if self.in_pairs and len(expression.items) == 2 else expression.items
                )
            case ConditionalExpr():
                return [expression.if_expr, expression.else_expr]
            case OpExpr() if expression.op in {"+", "*", "or", "and"}:
                return [expression.left, expression.right]
            case GeneratorExpr():
                return [expression.left_expr]
            case ListComprehension():
                return [expression.generator]
            case AssignmentExpr():
                return [expression.value]
            case _:
                return None

    def _has_safe_type(self, expression: Expression, shown: bool = False) -> bool:
        known = self.checker.has_type(expression)
        return known and self._is_safe_type(self.checker.lookup_type(expression), shown)

    def _is_safe_type(self, found: Type, shown: bool = False) -> bool:
        kind = get_proper_type(found)
        match kind:
            case Instance():
                return self._is_safe_instance(kind, shown)
            case TupleType() if is_theirs(kind.partial_fallback.type.fullname):
                return not shown
            case TupleType():
                items = kind.items[:1] if self.in_pairs and len(kind.items) == 2 else kind.items
                return all(self._is_safe_type(each, shown) for each in items)
            case UnionType():
                return all(self._is_safe_type(each, shown) for each in kind.items)
            case TypeVarType():
                return self._is_safe_type(kind.upper_bound, shown)
            case AnyType():
                return False
            case _:
                return True

    def _is_safe_instance(self, kind: Instance, shown: bool) -> bool:
        name = kind.type.fullname
        if kind.last_known_value is not None or kind.type.is_enum or name.startswith(HARMLESS):
            return True
        if name in MADE_OF_CLEAN:
            return True
        if name == CLEAN:
            return self.plain
        if any(each.fullname == "builtins.str" for each in kind.type.mro) or name == "builtins.object":
            return False
        if is_theirs(name) or name == "typing.Coroutine":
            return not shown
        return not shown and all(map(self._is_safe_type, kind.args))


def _is_format(expression: Expression) -> TypeGuard[CallExpr]:
    """Whether a literal is filled or put between others, as an f-string is."""
    match expression:
        case CallExpr(callee=MemberExpr(expr=StrExpr(), name="join" | "format")):
            return True
        case _:
            return False


def is_constant(expression: Expression) -> bool:
    """Whether it has a CONSTANT's name, or is one of a CONSTANT's values."""
    match expression:
        case NameExpr() | MemberExpr():
            return expression.name.isupper() or expression.name in {"True", "False", "None"}
        case IndexExpr():
            return is_constant(expression.base)
        case CallExpr(callee=MemberExpr(name="get" | "format", expr=constant)):
            return is_constant(constant) and all(isinstance(each, StrExpr) for each in expression.args[1:])
        case _:
            return False


def fail(api: object, place: Context, message: str, whom: str, instead: str = "") -> None:
    api.fail(message.format(whom=whom, instead=instead), place, code=UNCLEAN)  # type: ignore[attr-defined]


def is_theirs(fullname: str) -> bool:
    """Whether it comes from one who draws."""
    return fullname.partition(".")[0] in THEIRS
