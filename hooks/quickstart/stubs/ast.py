"""Nothing is parsed; annotationlib only makes some nodes when it is imported."""


class AST:
    pass


def __getattr__(_: str) -> type[AST]:
    return AST
