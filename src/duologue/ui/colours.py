"""Our themes as Textual wears them."""

from __future__ import annotations

from textual.color import Color
from textual.theme import Theme as ScreenTheme

from duologue.core.theme import Theme

VARIABLES = ("left-partner", "right-partner", "muted", "candle-wax")
"""Of ours, beside Textual's own."""


def screen_theme(name: str, theme: Theme) -> ScreenTheme:
    """Our eight colours as the variables that Textual's stylesheets use."""
    background, text = Color.parse(theme.background), Color.parse(theme.text)
    accent = Color.parse(theme.accent)
    wax = text.blend(accent, 0.15) if theme.dark else background.blend(accent, 0.35)
    return ScreenTheme(
        name=name,
        primary=theme.accent,
        secondary=theme.left,
        accent=theme.accent,
        warning=theme.accent,
        error=theme.left,
        success=theme.right,
        foreground=theme.text,
        background=theme.background,
        surface=theme.surface,
        panel=theme.panel,
        dark=theme.dark,
        variables={
            "left-partner": theme.left,
            "right-partner": theme.right,
            "muted": theme.muted,
            "candle-wax": wax.hex,
            "input-cursor-background": theme.accent,
            "input-cursor-foreground": theme.background,
            "input-selection-background": theme.panel,
            "border": theme.accent,
            "block-cursor-background": theme.panel,
            "block-cursor-foreground": theme.text,
            "block-cursor-text-style": "none",
            "scrollbar": theme.panel,
            "scrollbar-background": theme.background,
            "scrollbar-hover": theme.muted,
            "scrollbar-active": theme.accent,
        },
    )
