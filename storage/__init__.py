"""Everything that ever happened, in one SQLite file and a folder of assets."""
