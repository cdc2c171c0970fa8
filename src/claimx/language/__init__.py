"""The language model behind a narrow interface: loading it, its labels, its sentence ends."""
