"""Runs the examples that rules carry through the real pipeline, and counts how often rules fire on a corpus."""
