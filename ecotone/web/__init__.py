"""What people and other systems see of Ecotone: pages, the API, templates and assets."""
