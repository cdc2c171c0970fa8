"""The stages of the pipeline, one spaCy component each, in the order quotes, entities, claims, sources, stance."""
