"""The pages, one module for each thing a user comes for."""
