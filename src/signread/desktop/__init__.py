"""The live window on the desktop (the extra `desktop` adds the clipboard)."""
