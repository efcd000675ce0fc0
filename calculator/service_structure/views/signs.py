"""The sign of a structure: one small drawing that tells it from the others also without colour."""

from markupsafe import Markup

from service_structure.source.records import Pooling, Structure

SIGNS = {
    "ring": '<circle class="sign__line" cx="20" cy="20" r="16.5"/>'
    + "".join(
        f'<circle class="sign__fill" cx="{x}" cy="{y}" r="3.1"/>'
        for x, y in (
            *((20, 20), (11.6, 20), (28.4, 20), (15.8, 12.7)),
            *((24.2, 12.7), (15.8, 27.3), (24.2, 27.3)),
        )
    ),
    "pins": "".join(
        f'<path class="sign__fill" d="M{x} {y}c-2.6-5-5.8-7.4-5.8-11.6a5.8 5.8 0 0 1 11.6 0c0 4.2'
        f'-3.2 6.6-5.8 11.6z"/><circle class="sign__hole" cx="{x}" cy="{y - 11.6}" r="2.1"/>'
        for x, y in ((8, 37), (20, 21), (32, 37))
    ),
    "lanes": "".join(
        f'<rect class="sign__line" x="{x}" y="4" width="9.6" height="32" rx="3"/>'
        for x in (2.6, 15.2, 27.8)
    )
    + "".join(
        f'<circle class="sign__fill" cx="7.4" cy="{y}" r="3"/>'
        f'<rect class="sign__fill" x="17.2" y="{y - 2.8}" width="5.6" height="5.6"/>'
        f'<path class="sign__fill" d="M32.6 {y - 3.4}l3.4 6.2h-6.8z"/>'
        for y in (11, 20, 29)
    ),
    "box": '<path class="sign__line" d="M20 3.5L34.5 11.5V28.5L20 36.5L5.5 28.5V11.5zM5.5 11.5L20'
    ' 19.5L34.5 11.5M20 19.5V36.5"/><circle class="sign__fill" cx="12.6" cy="24.4" r="2.9"/>',
    "mirror": '<path class="sign__axis" d="M20 2V38"/>'
    + "".join(
        f'<circle class="sign__fill" cx="{x}" cy="8.5" r="4.3"/>'
        f'<rect class="sign__fill" x="{x - 3.9:.1f}" y="16.1" width="7.8" height="7.8"/>'
        f'<path class="sign__fill" d="M{x} 26.5l4.8 8.5h-9.6z"/>'
        for x in (9, 31)
    ),
    "star": '<path class="sign__line" d="M20 20V5M20 20L33 12.5M20 20L33 27.5M20 20V35M20 20L7 27.5'
    'M20 20L7 12.5"/><circle class="sign__fill" cx="20" cy="20" r="7.6"/>'
    + "".join(
        f'<circle class="sign__fill" cx="{x}" cy="{y}" r="3.7"/>'
        for x, y in ((20, 5), (33.5, 12.4), (33.5, 27.6), (20, 35), (6.5, 27.6), (6.5, 12.4))
    ),
    "storeys": '<rect class="sign__fill" x="2" y="25" width="36" height="12" rx="6"/>'
    + "".join(f'<circle class="sign__hole" cx="{x}" cy="31" r="2.3"/>' for x in (9, 16.3, 23.7, 31))
    + '<path class="sign__line" d="M20 24V16"/><path class="sign__fill" d="M20 12.5l4 5.5h-8z"/>'
    + "".join(
        f'<rect class="sign__fill" x="{x}" y="3" width="8.4" height="8.4" rx="1.5"/>'
        for x in (2.6, 15.8, 29)
    ),
    "grid": '<path class="sign__line" d="M8 2V38M20 2V38M32 2V38M2 8H38M2 20H38M2 32H38"/>'
    + "".join(
        f'<circle class="sign__fill" cx="{x}" cy="{y}" r="3.8"/>'
        for x in (8, 20, 32)
        for y in (8, 20, 32)
    ),
}
"""The shapes of each sign, on 40 by 40 units."""

BY_GROUPS = {
    "one": "ring",
    "regions": "pins",
    "functions": "lanes",
    "products": "box",
    "customer_groups": "mirror",
}


def sign(structure: Structure) -> Markup:
    """The sign as SVG, in the hue of the structure. It stands beside a name, so it has none."""
    return Markup(
        '<svg class="diagram diagram--small s-{}" viewBox="0 0 40 40" width="40" height="40"'
        ' aria-hidden="true" focusable="false">{}</svg>'
    ).format(structure.id, Markup(SIGNS[_kind(structure.pooling)]))


def _kind(pooling: Pooling) -> str:
    """Which sign shows how a structure divides the work."""
    if pooling.dual_reporting:
        return "grid"
    if pooling.first_line:
        return "storeys"
    if pooling.backup == "hub":
        return "star"
    return BY_GROUPS[pooling.by]
