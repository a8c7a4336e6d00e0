"""The ground every room stands on: ids, time, errors, field classes and the base of all tables.

It knows no room and holds no tables of its own.
"""
