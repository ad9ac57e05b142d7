"""The server: the page and a read-only JSON API over a live base."""
