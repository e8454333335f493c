"""The way of picking that fits a choice."""

from __future__ import annotations

from duologue.core.feelings import Feelings
from duologue.ui.scene import Choice
from duologue.ui.widgets.circles_picker import CirclesPicker
from duologue.ui.widgets.feelings_picker import FeelingsPicker
from duologue.ui.widgets.options_picker import OptionsPicker
from duologue.ui.widgets.picker import Picker


def picker_for(choice: Choice, feelings: Feelings) -> Picker:
    """A new picker, to be mounted and focused. `feelings` is looked at only where they are picked from."""
    if choice.source == "feelings":
        return FeelingsPicker(choice, feelings)
    return CirclesPicker(choice) if choice.source == "circles" else OptionsPicker(choice)
