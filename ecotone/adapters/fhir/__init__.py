"""HL7 FHIR R4: what is here as resources, to read, search and carry away, and other systems' resources taken in.

room's frozen views ──mapping──> R4 resources ──> /fhir/R4 (web), `ecotone export fhir`
R4 bundles, NDJSON  ──mapping──> what should be here ──> the intake (`ecotone import fhir`)
"""
