"""What packs a file by itself, told by its first bytes, and what unpacks it piece by piece."""

import re
import zlib
from typing import Any

LONGEST_MARK = 10  # bytes by which what is packed is told
LARGEST_TABLE = 256 * 2**20  # bytes that xz may ask for
LARGEST_WINDOW = 31  # bits: dumps of Reddit are packed with --long=31
GZIP = b"\x1f\x8b\x08"
BZIP2 = re.compile(rb"BZh[1-9]1AY&SY")  # and the mark of its first block
XZ = b"\xfd7zXZ\0"
ZSTANDARD = re.compile(
    rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"
)  # or a skippable frame


def is_compressed(head: bytes) -> bool:
    """Whether a file is packed as whole tar files are, by gzip, bzip2, xz or Zstandard."""
    if head.startswith((GZIP, XZ)) or BZIP2.match(head):
        return True
    return ZSTANDARD.match(head) is not None


def make_decompressor(head: bytes) -> Any:
    """What unpacks a file that begins so; ValueError where an extra is lacking."""
    # Imported here: some builds of Python come without bz2 or lzma.
    if head.startswith(XZ):
        import lzma

        return lzma.LZMADecompressor(memlimit=LARGEST_TABLE)
    if head.startswith(GZIP):
        return zlib.decompressobj(31)  # 31: of gzip
    if ZSTANDARD.match(head):
        return _make_zstandard()
    import bz2

    return bz2.BZ2Decompressor()


def _make_zstandard() -> Any:
    try:
        from backports import zstd
    except ImportError:
        raise ValueError(
            'Zstandard files need: pip install "media-analysis-toolkit[zstandard]"'
        ) from None
    window = zstd.DecompressionParameter.window_log_max
    return zstd.ZstdDecompressor(options={window: LARGEST_WINDOW})
