"""Charity registers: Scotland's (OSCR), the Charity Commission's, and collections keyed as org-id.guide has it."""
