"""Reads CSV from standard input as Python does, and writes its rows as JSON: lists of fields."""
import csv
import io
import json
import sys

csv.field_size_limit(sys.maxsize)
rows = csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline=""), strict=True)
json.dump(list(rows), sys.stdout)
