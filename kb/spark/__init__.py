"""`kb` on Apache Spark: extraction and the resolution of events over as many machines as Spark has.

Needs the extra: `pip install 'kb[spark]'`, and Java 17 or newer.
"""

from kb.spark.extract import Extracted, extract, extract_all, extract_issues, extract_times
from kb.spark.resolve import Resolved, resolve, resolve_all

__all__ = [
    "Extracted",
    "Resolved",
    "extract",
    "extract_all",
    "extract_issues",
    "extract_times",
    "resolve",
    "resolve_all",
]
