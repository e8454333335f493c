"""The words of care, in one place, the same for both: what this is, where help is, and how to come down."""

from __future__ import annotations


def _running(text: str) -> str:
    return " ".join(text.split())


IN_SHORT = _running("""
Duologue is play and practice for two people who feel safe with each other. It is not therapy, not for a
relationship with fear or control in it, and not for a crisis. When you go round in circles, a couples
therapist can help; going early is a strength. A doctor or a counselling service near you knows whom to ask.
""")

_WHAT_THIS_IS = """
Play and practice for two people who feel safe with each other: a few turns, some time, and a quiet third
chair. It hears nothing of what you say, and judges nothing.
"""

_WHAT_THIS_IS_NOT = """
It is not therapy, and it is not for a crisis. It is not for a relationship in which one is afraid of the
other, is watched, or may not decide freely; there, opening up can make things less safe. There are people who
know about this and help, and each of you may ask them alone.
"""

_A_COUPLES_THERAPIST = """
When the same quarrel comes again and again. When something that hurt does not heal. When you talk less and
less, or hope is getting less. When something can't be said without a third person in the room. You need
not wait until it is bad: going early is a strength, and much is easier then.
"""

_HELP_NEAR_YOU = """
A doctor knows whom to ask, and so does a counselling service in your town or region. For a national
helpline, search for “helpline” and the name of your country. If somebody may look at what was searched here,
use another device: a friend's, or one in a library. In danger, call your country's emergency number.
"""

_TOO_MUCH = """
While you play, esc takes a break, for either of you and with no reason asked. f2 empties the screen at once.
Nothing has to be finished today. And this helps a body to calm down:
"""

CARE = {
    heading: _running(words)
    for heading, words in (
        ("What this is", _WHAT_THIS_IS),
        ("What this is not", _WHAT_THIS_IS_NOT),
        ("When to see a couples therapist", _A_COUPLES_THERAPIST),
        ("How to find help near you", _HELP_NEAR_YOU),
        ("When it is too much right now", _TOO_MUCH),
    )
}
"""Headings, and what is said under each. Grounding follows."""

GROUNDING = "Look around slowly, aloud or in silence."

GROUNDING_STEPS = {
    "five": "things you see",
    "four": "things you feel, such as the chair",
    "three": "things you hear",
    "two": "things you smell",
    "one": "thing you taste, or one that you like",
}

GROUNDING_AFTER = "Then a slow breath, out for longer than in."
