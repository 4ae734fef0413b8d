"""`python -m safestore` is the command `safestore`."""

from __future__ import annotations

import sys

from safestore.cli import main

sys.exit(main())
