"""The recipe that rebuilds the embedded language model; no part of the package."""
