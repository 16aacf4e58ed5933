"""`python -m signread` is `signread`."""

import sys

from signread.cli import main

sys.exit(main())
