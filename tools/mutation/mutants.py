"""Small faults put into a module, one at a time: what mutation testing asks the tests to notice.

An operator becomes its neighbour (`<` to `<=`, `+` to `-`, `and` to `or`, `min` to `max`), a
condition its opposite, a number one more, a result None. Annotations, decorators, the errors that
are raised and `strict=True`, which only guards against such faults, stay as they are.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

_NEIGHBOURS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
_FUNCTIONS = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
}
_UNTOUCHED_FIELDS = {"annotation", "returns", "decorator_list", "type_params", "bases"}
_CONDITIONS = (ast.If, ast.While, ast.IfExp, ast.comprehension)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return)
_HAVE_OPPOSITES = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant)


@dataclass(frozen=True)
class _Site:
    """A node of a tree, where its parent has it, and the outermost function that it stands in."""

    parent: ast.AST
    field: str
    place: int | None
    node: ast.AST
    function: str

    def put(self, node: ast.AST) -> None:
        """Let another node stand in this place."""
        ast.fix_missing_locations(ast.copy_location(node, self.node))
        if self.place is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.place] = node


@dataclass(frozen=True)
class Mutant:
    """One fault: what becomes what, in which function ("" outside of all), on which lines."""

    file: str
    function: str
    change: str
    lines: range
    site: _Site
    replacement: ast.AST

    @property
    def name(self) -> str:
        """Names the mutant as long as its function keeps its name and the expression its form."""
        return f"{self.file} {self.function or 'module'}: {self.change}"

    def put(self) -> None:
        """Change the tree, which is good for nothing else from then on."""
        self.site.put(self.replacement)


def mutants(file: str, tree: ast.Module) -> list[Mutant]:
    """All mutants of a module."""
    found = []
    times: Counter[tuple[str, str]] = Counter()
    for site in _sites(tree):
        for replacement in _replacements(site):
            assert isinstance(site.node, (ast.expr, ast.stmt))
            change = _change(site, replacement)
            times[site.function, change] += 1
            if times[site.function, change] > 1:
                change += f" ({times[site.function, change]})"
            lines = range(site.node.lineno, (site.node.end_lineno or site.node.lineno) + 1)
            found.append(Mutant(file, site.function, change, lines, site, replacement))
    return found


def functions(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """The code of every function within some code, by qualified name and first line."""
    found = {}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            found[constant.co_qualname, constant.co_firstlineno] = constant
            found |= functions(constant)
    return found


def _change(site: _Site, replacement: ast.AST) -> str:
    """What becomes what; of a constant, and where it counts, what stands around it."""
    shown = site.node
    if isinstance(shown, ast.Constant) and isinstance(site.parent, (ast.expr, *_ASSIGNMENTS)):
        shown = site.parent
    before = ast.unparse(shown)
    site.put(replacement)
    after = ast.unparse(replacement if shown is site.node else shown)
    site.put(site.node)
    return f"{before} → {after}".strip()


def _sites(node: ast.AST, names: tuple[str, ...] = (), function: str = "") -> Iterator[_Site]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        names = (*names, node.name)
    for field, value in ast.iter_fields(node):
        if field in _UNTOUCHED_FIELDS:
            continue
        # Defaults of arguments are worked out where the function is defined.
        begins = isinstance(node, ast.FunctionDef) and field == "body" and not function
        within = ".".join(names) if begins else function
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_untouched(child):
                yield _Site(node, field, place, child, within)
                yield from _sites(child, names, within)


def _replacements(site: _Site) -> Iterator[ast.expr | ast.stmt]:
    yield from _calculations(site.node)
    yield from _simple(site.node)
    if isinstance(site.parent, _CONDITIONS) and site.field in {"test", "ifs"}:
        assert isinstance(site.node, ast.expr)
        if not isinstance(site.node, _HAVE_OPPOSITES):
            yield ast.UnaryOp(ast.Not(), site.node)


def _calculations(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    match node:
        case ast.Compare(left, operators, comparators):
            for place, operator in enumerate(operators):
                changed = [*operators[:place], _neighbour(operator), *operators[place + 1 :]]
                yield ast.Compare(left, changed, comparators)
        case ast.BinOp(left, operator, right):
            yield ast.BinOp(left, _neighbour(operator), right)
        case ast.AugAssign(target, operator, value):
            yield ast.AugAssign(target, _neighbour(operator), value)
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(_neighbour(operator), values)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.Call(ast.Name(name), arguments, keywords) if name in _FUNCTIONS:
            yield ast.Call(ast.Name(_FUNCTIONS[name], ast.Load()), arguments, keywords)
        case ast.Call(ast.Attribute(ast.Name("math") as math, name), arguments, keywords):
            if name in _FUNCTIONS:
                function = ast.Attribute(math, _FUNCTIONS[name], ast.Load())
                yield ast.Call(function, arguments, keywords)


def _simple(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    match node:
        case ast.Constant(bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(int() | float() as value):
            yield ast.Constant(value + 1)
        case ast.Return(ast.expr() as returned) if not _is_none(returned):
            yield ast.Return(ast.Constant(None))
        case ast.Break() | ast.Continue():
            yield _neighbour(node)


def _neighbour(operator: ast.AST) -> Any:
    return _NEIGHBOURS[type(operator)]()


def _is_untouched(node: ast.AST) -> bool:
    return isinstance(node, (ast.Raise, ast.TypeAlias)) or (
        isinstance(node, ast.keyword) and node.arg == "strict"
    )


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None
