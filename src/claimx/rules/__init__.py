"""The rule language: schema, reader, checks, and the matchers that rules compile to."""
