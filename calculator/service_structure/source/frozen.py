"""A dict that keeps its contents, so that the records that hold it can be hashed and pickled."""

from collections.abc import Iterable
from typing import Any, NoReturn


class FrozenDict[K, V](dict[K, V]):
    """A dict that cannot be changed.

    types.MappingProxyType is neither hashable, when its dict is not, nor can it be pickled.

    >>> FrozenDict(a=1)["b"] = 2
    Traceback (most recent call last):
    TypeError: a FrozenDict cannot be changed; copy it with dict(…)
    """

    def __hash__(self) -> int:  # type: ignore[override]
        """Equal whenever the contents are; TypeError if a value has no hash."""
        return hash(frozenset(self.items()))

    def _refuse(self, *_arguments: Any, **_named: Any) -> NoReturn:
        raise TypeError("a FrozenDict cannot be changed; copy it with dict(…)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    @classmethod
    def fromkeys[W](cls, keys: Iterable[K], value: W) -> "FrozenDict[K, W]":  # type: ignore[override]
        """The same value for every key."""
        return FrozenDict((key, value) for key in keys)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and deep-copy from an ordinary dict, as entries cannot be added one by one."""
        return FrozenDict, (dict(self),)
