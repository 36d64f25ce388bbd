"""Keys: found in the environment or the system's keyring, and kept out of every text.

A key is looked up when a call is made and is never a field of anything: so it is in no request, row, event or repr.
"""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec

_KEYRING_SERVICE = "creative-studio"
_HIDDEN = "[key]"


def find_key(variable: str) -> str | None:
    """The key that the environment holds in ``variable``, else the system's keyring under that name; None for none."""
    if not variable:
        return None
    value = os.environ.get(variable, "").strip()
    if value:
        return value
    if find_spec("keyring") is None:
        return None
    keyring = import_module("keyring")
    try:
        found = keyring.get_password(_KEYRING_SERVICE, variable)
    except Exception:  # a keyring that is locked or broken holds no key for us
        return None
    return found or None


def without_key(text: str, key: str | None) -> str:
    """``text`` with every occurrence of ``key`` hidden."""
    return text.replace(key, _HIDDEN) if key else text
