"""Parses JSON from outside, with every error in words."""

from __future__ import annotations

import json
from typing import Any

from duologue.core.problem import Problem

BYTES_AT_MOST = 200 * 1024 * 1024
"""Of one JSON file."""


def parse(data: bytes, file: str) -> dict[str, Any] | Problem:
    """The object that stands in this file, or why there is none."""
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Problem(file, 1, "file", f"is not UTF-8: byte {error.start} does not fit.")
    except json.JSONDecodeError as error:
        return Problem(file, error.lineno, "file", f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}")
    except RecursionError:
        return Problem(file, 1, "file", "is nested too deep to be read.")
    except ValueError:
        return Problem(file, 1, "file", "holds a number that is too long to be read.")
    if not isinstance(values, dict):
        return Problem(file, 1, "file", "is JSON, but holds no object.")
    return values
