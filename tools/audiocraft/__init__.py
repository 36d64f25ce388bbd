"""MusicGen and AudioGen by the audiocraft package, which runs in an environment and a process of its own."""
