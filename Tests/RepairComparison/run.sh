#!/bin/sh
# Evaluates `ncbench repair` on files and sets OpenCV's inpainting beside it.
#
#     Tests/RepairComparison/run.sh NCBENCH FOLDER [--side PIXELS] FILE...
#
# NCBENCH is a release build. FOLDER gets evaluation.csv and, in items/, everything that was compared. OpenCV is the system's
# (python3-opencv), or comes from pip into a virtual environment in FOLDER.
set -eu
if [ $# -lt 3 ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 64
fi
here=$(dirname "$0")
ncbench=$1
folder=$2
shift 2
mkdir -p "$folder"
"$ncbench" repair --evaluate --force --keep "$folder/items" -o "$folder/evaluation.csv" "$@"
python=python3
if ! python3 -c 'import cv2' 2>/dev/null; then
    python=$folder/python/bin/python
    [ -x "$python" ] || python3 -m venv "$folder/python"
    "$python" -c 'import cv2' 2>/dev/null || "$folder/python/bin/pip" --quiet install numpy opencv-python-headless
fi
"$python" "$here/inpaint.py" "$folder/items" "$folder/evaluation.csv"
