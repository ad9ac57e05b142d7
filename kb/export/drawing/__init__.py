"""The static timeline, for print and slides: where everything stands, and how it is drawn."""
