#!/usr/bin/env bash
# puremagic 1.30: what phones and browsers record as sound, and iPhones' photos, are named as films.
#
# Seen: a recording with nothing but an audio track is video/webm in WebM and video/mp4 in MP4 (made here by PyAV 18.1.0,
# as a browser's MediaRecorder makes them); a photo as pillow-heif 1.8.1 writes it (brand heic) is first video/mp4 and
# only then image/heif, both with the same confidence .8.
# One would guess audio/webm and audio/mp4 (the types under which browsers hand them over, with a sound track alone in
# the file) and image/heic: the container's list of tracks and its brand stand in the first bytes. The library judges by
# the container alone.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install puremagic==1.30 av==18.1.0 pillow-heif==1.8.1 numpy==2.2.6
"$work/venv/bin/python" - <<'PYTHON'
import io

import av
import numpy==2.2.6
import pillow_heif
import puremagic
from PIL import Image


def recording(container: str, codec: str, rate: int) -> bytes:
    """A second of silence, the only track."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        track = out.add_stream(codec, rate=rate)
        silence = av.AudioFrame.from_ndarray(numpy.zeros((1, rate), dtype=numpy.int16), format="s16", layout="mono")
        silence.sample_rate = rate
        resampler = av.AudioResampler(format=track.format, layout="mono", rate=rate)
        for frame in resampler.resample(silence):
            out.mux(track.encode(frame))
        out.mux(track.encode(None))
    return file.getvalue()


pillow_heif.register_heif_opener()
photo = io.BytesIO()
Image.new("RGB", (64, 64), "red").save(photo, "HEIF")
files = {"webm": recording("webm", "libopus", 48000), "mp4": recording("mp4", "aac", 44100), "heic": photo.getvalue()}
seen = {name: puremagic.magic_string(content)[0].mime_type for name, content in files.items()}
print(seen)
assert seen == {"webm": "video/webm", "mp4": "video/mp4", "heic": "video/mp4"}, "puremagic behaves otherwise now"
PYTHON
