"""All measurements, one after another."""

from benchmarks import briefs, film, kills, length, scenes, scheduling, word_times

for part in (film, length, kills, scheduling, scenes, briefs, word_times):
    print(f"\n{(part.__doc__ or '').splitlines()[0]}", flush=True)
    part.main()
