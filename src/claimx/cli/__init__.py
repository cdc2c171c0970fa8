"""The command line: parses, talks to people and turns errors into exit codes; the work is done elsewhere."""
