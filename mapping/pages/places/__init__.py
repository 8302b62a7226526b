"""The Places page: all places, or one in full."""
