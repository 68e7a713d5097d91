"""Times ``render.py`` against plain ``manim render`` of the same lesson files.

    python benchmarks/plain_manim.py --quality 1080p
    python benchmarks/plain_manim.py --quality draft --repeat 3
    python benchmarks/plain_manim.py tangents:TangentSlopes --quality 1080p

Both draw every scene of the given lessons, into fresh folders, so nothing is cached. Plain
Manim takes one file after the other, as somebody would who has only Manim; it writes a
video for each scene, while ``render.py`` checks every scene first and also writes captions,
posters and records. Repeated runs alternate, so that both see the same machine. The limit is
the time in which the machine could encode the videos if nothing had to be drawn.
"""

from __future__ import annotations

from statistics import median

from measuring import arguments, folder, plain_manim, render_py, spread, x264_limit

from engine.jobs.quality import QUALITIES


def main() -> None:
    """Measure, and print seconds and their ratio."""
    options = arguments(__doc__).parse_args()
    quality = QUALITIES[options.quality]
    print(f"{', '.join(options.lessons)} at {quality}")
    plain, ours, limits = [], [], []
    for _ in range(options.repeat):
        with folder() as out:
            plain.append(plain_manim(options.lessons, quality, out))
        print(f"plain manim  {plain[-1]:7.1f} s", flush=True)
        with folder() as out:
            ours.append(render_py(options.lessons, quality, out))
            print(f"render.py    {ours[-1]:7.1f} s", flush=True)
            limits.append(x264_limit(sorted(out.glob("*/*.mp4")), quality.encoding))
        print(f"x264 alone   {limits[-1]:7.1f} s", flush=True)
    ratios = [one / other for one, other in zip(plain, ours, strict=True)]
    print(f"plain manim  {spread(plain)}")
    print(f"render.py    {spread(ours)}")
    print(f"ratio        {spread(ratios, 'times as fast')}")
    print(f"of the limit {median(limits) / median(ours):.0%}")


if __name__ == "__main__":
    main()
