"""Tables and maps of people's own, as they keep them: services, places and figures."""
