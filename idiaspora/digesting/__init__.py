"""What is new for members, by mail: read whom, ask the engine for many at once, write, send."""
