"""Who it is: from a mention (`he`, `the expert`, `NSS`) to a source with name, type, kind, role and affiliation."""
