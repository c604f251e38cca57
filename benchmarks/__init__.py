"""Benchmarks: ratios with a baseline that runs in the same minute on the same machine. Each module has a `measure()`."""
