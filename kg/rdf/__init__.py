"""The graph: vocabulary, IRIs, quads from readings, inference, validation and serialisation."""
