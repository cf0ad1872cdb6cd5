"""Sets what was repaired beside what it was, from the folder that run.sh filled.

    figures.py ITEMS OUT.png NAME-DAMAGE [X,Y,SIDE]     a picture: true, damaged, Telea, Navier-Stokes, repaired
    figures.py ITEMS OUT.png NAME-20ms [GAP]            a sound: the true wave, a straight line, Janssen, repaired

Needs the package opencv-python-headless, as inpaint.py does.
"""

import os
import sys
import wave

import cv2
import numpy as np


def labelled(image, text):
    bar = np.full((18, image.shape[1], 3), 255, np.uint8)
    cv2.putText(bar, text, (3, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (0, 0, 0), 1, cv2.LINE_AA)
    return np.vstack([bar, image])


def picture(items, what, place):
    name, damage = what.split("-", 1) if os.path.exists(f"{items}/{what.split('-', 1)[0]}.pnm") else (
        "-".join(what.split("-")[:2]), "-".join(what.split("-")[2:]))
    parts = [("true", f"{name}.pnm")]
    parts += [(label, f"{name}-{damage}-{end}.pnm") for label, end in (
        ("damaged", "damaged"), ("Telea", "telea"), ("Navier-Stokes", "navier-stokes"), ("repaired", "repaired"))]
    x, y, side = place
    shown = []
    for label, file in parts:
        image = cv2.imread(os.path.join(items, file), cv2.IMREAD_COLOR)[y : y + side, x : x + side]
        shown.append(labelled(cv2.resize(image, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST), label))
        shown.append(np.full((shown[-1].shape[0], 4, 3), 255, np.uint8))
    return np.hstack(shown[:-1])


def samples(path):
    with wave.open(path) as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return frames.reshape(-1, file.getnchannels())[:, 0].astype(float)


def sound(items, what, number):
    name, time = what.rsplit("-", 1)
    truth = samples(f"{items}/{name}.wav")
    damaged = samples(f"{items}/{name}-{time}-damaged.wav")
    # Where the wave crosses zero inside a gap nothing differs, so neighbours are joined.
    places = np.flatnonzero(truth != damaged)
    gaps = np.split(places, np.flatnonzero(np.diff(places) > 64) + 1)
    start, end = gaps[number][0], gaps[number][-1] + 1
    margin = (end - start) // 2
    span = slice(start - margin, end + margin)
    peak = np.abs(truth[span]).max() * 1.3 + 1
    width, height = 900, 110
    rows = []
    for label, end_of_name in (("a straight line", "linear"), ("Janssen, order 50", "janssen"),
                               ("Janssen, order 512", "janssen-large"), ("repaired", "model")):
        found = samples(f"{items}/{name}-{time}-{end_of_name}.wav")
        image = np.full((height, width, 3), 255, np.uint8)
        column = lambda index: int((index - span.start) * width / (span.stop - span.start))
        image[:, column(start) : column(end)] = (235, 240, 255)
        for signal, colour in ((truth, (170, 170, 170)), (found, (180, 60, 0))):
            points = [(column(i), int(height / 2 - signal[i] / peak * height / 2)) for i in range(span.start, span.stop)]
            cv2.polylines(image, [np.array(points, np.int32)], False, colour, 1, cv2.LINE_AA)
        rows.append(labelled(image, f"{label} (grey: the true wave)"))
    return np.vstack(rows)


def main(items, target, what, *rest):
    if what.endswith("ms"):
        image = sound(items, what, int(rest[0]) if rest else 0)
    else:
        image = picture(items, what, [int(n) for n in (rest[0] if rest else "0,0,96").split(",")])
    cv2.imwrite(target, image, [cv2.IMWRITE_PNG_COMPRESSION, 9])


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
