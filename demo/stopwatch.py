"""The clock of the demo's comparisons: what else the machine does should not count."""

from __future__ import annotations

import time

# Processor time, except where its ticks are too coarse for a round of calls (Windows: 16 ms).
_FINE = time.get_clock_info("process_time").resolution < 1e-5
now = time.process_time if _FINE else time.perf_counter
