"""Questions of a planning office, answered from the graph, each row with its quoted evidence."""
