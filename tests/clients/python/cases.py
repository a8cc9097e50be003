"""Runs cases, and prints a line for each."""

import sys
import traceback

_cases = []


def case(name):
    """Registers a function as the case of that name in cases.txt."""
    def register(function):
        _cases.append((name, function))
        return function
    return register


def run_all(client):
    """Runs every case on a client; exits with 1 where any failed."""
    failed = 0
    for name, function in _cases:
        try:
            function(client)
            print(f"ok {name}")
        except Exception as problem:  # pylint: disable=broad-except
            failed += 1
            at = traceback.extract_tb(problem.__traceback__)[1]
            print(f"not ok {name}: line {at.lineno}: {type(problem).__name__}: {' '.join(str(problem).split())}")
    sys.exit(1 if failed else 0)


def equal(actual, expected):
    """Fails unless the two are equal."""
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, got {actual!r}")
