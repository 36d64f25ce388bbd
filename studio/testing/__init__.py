"""For people who write tools: a workbench in a folder, scripted fakes, and a conformance suite per capability."""

from studio.testing.bench import FolderBench

__all__ = ["FolderBench"]
