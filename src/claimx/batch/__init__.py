"""A folder of articles to records, over worker processes.

`find` lists the files, `worker` is what one worker does, `engine` spreads articles over workers and gives the results
back in order, `run` ties them to a writer. A cluster engine would replace `engine.run_jobs` and nothing else.
"""

from __future__ import annotations

from claimx.batch.engine import run_jobs
from claimx.batch.find import find_articles
from claimx.batch.jobs import Failure, Job, Outcome, Settings
from claimx.batch.run import Report, run_batch

__all__ = ["Failure", "Job", "Outcome", "Report", "Settings", "find_articles", "run_batch", "run_jobs"]
