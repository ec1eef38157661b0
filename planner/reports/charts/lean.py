"""A drawn picture with nothing in it that says nothing: what a page sends each time it is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

DROPPED = frozenset(
    {
        "class",
        "role",
        "aria-roledescription",
        "aria-hidden",
        "aria-label",
        "pointer-events",
        "stroke-miterlimit",
        "xmlns:xlink",
        "version",
    }
)
"""Attributes that name marks for scripts or repeat what the whole picture tells readers of screens."""

GROUNDS = frozenset({"background", "foreground"})
MANY = 2
"""Shapes from which on a group says what they share."""

USUAL = {"opacity": "1", "text-anchor": "start", "transform": "translate(0,0)", "x": "0"}
INHERITED = (
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"),
    *("font-family", "font-size", "font-weight", "text-anchor"),
)
"""What shapes take from the group that they are in."""

RIM = ("stroke", "stroke-width", "stroke-linejoin")
LONG = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
AGAIN = re.compile(r"(L[-\d.,]+)\1+")
"""A stroke to where one is already, as steps are drawn."""


def lean(drawing: str, given: Mapping[str, str]) -> Element:
    """The picture's element with coordinates to a tenth of a pixel and no attribute said twice.

    What is `given` to the whole picture is not said again inside.
    """
    root = ElementTree.fromstring(drawing.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))
    _rim(root)
    _tidy(root, given)
    _lift(root)
    _unwrap(root)
    return root


def _tidy(element: Element, given: Mapping[str, str]) -> None:
    """No grounds of groups, no usual values, and numbers no finer than can be seen."""
    grounds = [child for child in element if child.get("class") in GROUNDS]
    for ground in grounds:
        element.remove(ground)
    for name, value in list(element.attrib.items()):
        usual = USUAL.get(name) == value and element.tag != "tspan"
        if name in DROPPED or usual or given.get(name) == value:
            del element.attrib[name]
        elif name not in INHERITED:
            element.set(name, AGAIN.sub(r"\1", LONG.sub(_rounded, value)))
    for child in element:
        _tidy(child, given)


def _rim(element: Element) -> None:
    """Letters with a rim are drawn on a copy that is all rim, as Vega would draw the rim over them."""
    for index, child in reversed(list(enumerate(element))):
        _rim(child)
        if child.tag == "text" and "stroke" in child.attrib:
            rim = deepcopy(child)
            rim.set("fill", child.attrib["stroke"])
            element.insert(index, rim)
            for name in RIM:
                child.attrib.pop(name, None)


def _rounded(found: re.Match[str]) -> str:
    return f"{float(found[0]):.1f}".removesuffix(".0")


def _lift(element: Element) -> None:
    """What all shapes of a group share is said once, of the group."""
    for child in element:
        _lift(child)
    if element.tag == "text" or len(element) < MANY:
        return
    for name in INHERITED:
        values = {child.get(name) for child in element}
        if len(values) == 1 and None not in values:
            element.set(name, str(values.pop()))
            for child in element:
                del child.attrib[name]


def _unwrap(element: Element) -> None:
    """The shapes of a group that says nothing take its place."""
    for child in element:
        _unwrap(child)
    bare = (child.tag == "g" and not child.attrib for child in element)
    element[:] = [
        shape for child, plain in zip(element, bare, strict=True) for shape in (child if plain else [child])
    ]
