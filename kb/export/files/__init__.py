"""One file a format: each has `write(details, out, job)`, which writes events as they come."""
