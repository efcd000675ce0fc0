"""What tells two structures apart, as far as it asks for work to get from one to the other."""

from service_structure.source.records import Pooling


def differences(today: Pooling | None, target: Pooling) -> frozenset[str]:
    """The names, of plan_records.DIFFERENCES, of all that differs; None is no known structure.

    "merge" ends in one queue, "groups" in several; "regroup" divides the work by something else.
    Without a known structure everything that the target has is new, and nothing is lost.

    >>> sorted(differences(Pooling("one"), Pooling("regions", backup="hub")))
    ['always', 'groups', 'hub_gained', 'regroup', 'to_regions']
    """
    found = {"always", "merge" if target.by == "one" else "groups"}
    if target.by != "one" and (today is None or today.by != target.by):
        found |= {"regroup", f"to_{target.by}"}
    if today and today.by == "regions" != target.by:
        found.add("from_regions")
    had = _features(today) if today else frozenset()
    has = _features(target)
    found |= {f"{feature}_gained" for feature in has - had}
    found |= {f"{feature}_lost" for feature in had - has}
    return frozenset(found)


def _features(pooling: Pooling) -> frozenset[str]:
    """What a structure has beside its groups."""
    told = {
        "specialists": pooling.specialists,
        "transfers": pooling.transfers,
        "trades": pooling.repeats_trades,
        "first_line": pooling.first_line,
        "hub": pooling.backup == "hub",
        "chain": pooling.backup == "chain",
        "dual": pooling.dual_reporting,
    }
    return frozenset(feature for feature, has in told.items() if has)
