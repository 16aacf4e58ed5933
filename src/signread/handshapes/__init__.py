"""The handshapes of sign languages: as yet, which letters the American manual alphabet has and what they look like."""
