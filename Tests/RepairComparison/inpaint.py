"""Sets OpenCV's inpainting beside `ncbench repair --evaluate --keep FOLDER`: the same pictures, the same masks.

    inpaint.py FOLDER TABLE.csv

Appends rows for Telea (2004) and Navier-Stokes inpainting, radius 3, to the table, with measures as docs/repair.md defines
them, and prints what each method gains over Telea on average. Needs the package opencv-python-headless.
"""

import csv
import glob
import os
import sys

import cv2
import numpy as np

METHODS = {"telea": cv2.INPAINT_TELEA, "navier-stokes": cv2.INPAINT_NS}


def psnr(found, truth, mask):
    off = (found.astype(float) - truth)[mask]
    return 10 * np.log10(255**2 / np.mean(off**2))


def ssim(found, truth, mask):
    """Windows of 7 by 7 equal weights, cut off at the border; the mean over missing pixels and channels."""

    def total(values):
        return cv2.boxFilter(values, cv2.CV_64F, (7, 7), normalize=False, borderType=cv2.BORDER_CONSTANT)

    a, b = found.astype(float), truth.astype(float)
    n = total(np.ones(a.shape))
    mean_a, mean_b = total(a) / n, total(b) / n
    variance_a = total(a * a) / n - mean_a**2
    variance_b = total(b * b) / n - mean_b**2
    covariance = total(a * b) / n - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    value = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    value /= (mean_a**2 + mean_b**2 + c1) * (variance_a + variance_b + c2)
    return value[mask].mean()


def main(folder, table):
    rows = []
    for path in sorted(glob.glob(os.path.join(folder, "*-mask.pgm"))):
        stem = path[: -len("-mask.pgm")]
        damaged = cv2.imread(stem + "-damaged.pnm", cv2.IMREAD_UNCHANGED)
        name = next(
            os.path.basename(p)[:-4]
            for p in glob.glob(os.path.join(folder, "*.pnm"))
            if os.path.basename(stem).startswith(os.path.basename(p)[:-4] + "-") and "-damaged" not in p
            and "-repaired" not in p
        )
        truth = cv2.imread(os.path.join(folder, name + ".pnm"), cv2.IMREAD_UNCHANGED)
        if truth.dtype != np.uint8:
            continue
        mask = cv2.imread(path, cv2.IMREAD_UNCHANGED)
        damage = os.path.basename(stem)[len(name) + 1 :]
        for method, flag in METHODS.items():
            found = cv2.inpaint(damaged, mask, 3, flag)
            rows.append(
                [name, "image", damage, int((mask > 0).sum()), method, f"{psnr(found, truth, mask > 0):.3f}",
                 f"{ssim(found, truth, mask > 0):.4f}", "", "", ""]
            )
            cv2.imwrite(f"{stem}-{method}.pnm", found)
    with open(table, newline="") as file:
        known = list(csv.reader(file))
    kept = [row for row in known if row[4] not in METHODS]
    with open(table, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(kept + rows)
    pictures = {(row[0], row[2], row[4]): float(row[5]) for row in kept[1:] + rows if row[1] == "image"}
    for damage in sorted({key[1] for key in pictures}):
        for method in sorted({key[2] for key in pictures}):
            pairs = [
                (value, pictures[item, damage, "telea"])
                for (item, of, by), value in pictures.items()
                if of == damage and by == method and (item, damage, "telea") in pictures
            ]
            if pairs:
                mean = np.mean([value for value, _ in pairs])
                gain = np.mean([value - other for value, other in pairs])
                print(f"{damage:14} {method:14} {mean:6.2f} dB  {gain:+.2f} dB over Telea, {len(pairs)} pictures")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
