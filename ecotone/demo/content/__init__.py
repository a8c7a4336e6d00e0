"""What the invented place is made of, as plain data: no Django, no clock, no hidden chance.

`places` is the one table of public facts. `needs` is the list of needs people type. `world` holds the
organisations, services, ties and rules. `people` makes persons and their stories from a `random.Random`.
Below the public bodies everything is invented; a likeness to any real organisation or person is chance.
"""
