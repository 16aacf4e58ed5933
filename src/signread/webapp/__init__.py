"""The browser app: what its page is built from, and the server that gives it to this machine's browser."""
