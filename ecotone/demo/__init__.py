"""An invented place to try Ecotone in: built only through actions, and marked as invented on every page."""
