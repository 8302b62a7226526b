"""Maps drawn without the app: a still picture, and one HTML file."""
