"""Pages: they ask rooms' `queries` and call rooms' `actions`, and hold no rule of their own."""
