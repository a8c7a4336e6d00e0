"""A group's own list of what it offers, as a spreadsheet: columns matched to our fields, by guess or by hand."""
