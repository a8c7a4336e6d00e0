"""Django wiring: settings, root urls, wsgi; nothing else."""
