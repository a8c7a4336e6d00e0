"""Room's views ↔ FHIR R4 JSON, one module per resource or two. Pure.

Resources are plain dicts: JSON is what is served, read and validated, an outside validator checks them in the tests,
and models of the standard would neither enforce its codes nor be as quick.
"""
