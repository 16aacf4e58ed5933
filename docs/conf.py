"""The documentation site: `make docs`."""

from signread import __version__

project = "signread"
author = "The signread developers"
copyright = "The signread developers, Apache-2.0"
release = version = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
exclude_patterns = ["site"]
html_theme = "furo"
html_title = f"signread {version}"
html_show_sphinx = False
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_type_aliases = {"Picture": "Picture", "Points": "Points", "Probabilities": "Probabilities"}
