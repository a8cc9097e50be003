"""Checks citations of claims, `name@digest`, from their JSON alone.

    python3 digest.py [FILE]

reads claims as proto3's JSON has them, one a line, and prints each citation; it fails at the first whose digest is not
that of its claim.
"""
import hashlib
import json
import sys


def canonical(value):
    """JSON in the canonical form of RFC 8785, for what claims are made of."""
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(name)}:{canonical(item)}" for name, item in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def number(value):
    """A number as ECMAScript writes it: Python's digits, and its own notation."""
    sign, digits, exponent = "-" if value < 0 else "", *decimal_digits(abs(value))
    point = len(digits) + exponent
    if value == 0:
        return "0"
    if not -6 < point <= 21:
        return f"{sign}{digits[0]}{'.' if len(digits) > 1 else ''}{digits[1:]}e{'+' if point > 0 else ''}{point - 1}"
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return sign + digits.ljust(point, "0") if exponent >= 0 else f"{sign}{digits[:point]}.{digits[point:]}"


def decimal_digits(value):
    """The shortest digits that are read as the number, and by which power of ten they are multiplied."""
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    power = int(exponent or 0) - len(fraction)
    bare = digits.rstrip("0")
    return bare, power + len(digits) - len(bare)


def digest(claim):
    """The digest of a claim, given as an object."""
    rest = {name: value for name, value in claim.items() if name != "digest"}
    return hashlib.sha256(canonical(rest).encode()).hexdigest()


def main():
    """Checks the claims of a file, or of standard input."""
    with open(sys.argv[1], encoding="utf-8") if len(sys.argv) > 1 else sys.stdin as lines:
        for line in filter(str.strip, lines):
            claim = json.loads(line)
            citation = f"{claim['name']}@{claim.get('digest', '')}"
            if claim.get("digest") != digest(claim):
                sys.exit(f"{citation}: the claim's digest is {digest(claim)}")
            print(citation)


if __name__ == "__main__":
    main()
