"""Studio: writer, artist, composer, director and critic agents that turn a brief into a film."""
