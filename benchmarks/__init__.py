"""Measuring claimx: quality against gold articles, speed and memory. Not part of the package."""
