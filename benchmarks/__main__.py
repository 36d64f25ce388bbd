"""All measurements, one after another."""

from benchmarks import briefs, film, kills, length, scenes

for part in (film, length, kills, scenes, briefs):
    print(f"\n{(part.__doc__ or '').splitlines()[0]}", flush=True)
    part.main()
