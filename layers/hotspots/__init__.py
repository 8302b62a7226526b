"""Where needy or badly reached neighbourhoods stand together more than chance would have it."""
