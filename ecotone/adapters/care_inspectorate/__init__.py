"""The Care Inspectorate's register of care services in Scotland, as its datastore publishes it each month."""
