"""Zstandard: Python's own from 3.14 on, the package of that name before."""

import sys

if sys.version_info >= (3, 14):
    from compression import zstd

    VERSION = zstd.zstd_version

    def compress(content: bytes, level: int, window: int) -> bytes:
        """Compress with a checksum; `window` is the binary logarithm of its size in bytes."""
        parameter = zstd.CompressionParameter
        options = {
            parameter.compression_level: level,
            parameter.window_log: window,
            parameter.checksum_flag: 1,
        }
        return zstd.compress(content, options=options)

    def decompress(packed: bytes) -> bytes:
        """Decompress one frame, which says its size."""
        return zstd.decompress(packed)

else:
    import zstandard

    VERSION = ".".join(map(str, zstandard.ZSTD_VERSION))

    def compress(content: bytes, level: int, window: int) -> bytes:
        """Compress with a checksum; `window` is the binary logarithm of its size in bytes."""
        how = zstandard.ZstdCompressionParameters.from_level(
            level, window_log=window, write_checksum=True
        )
        return zstandard.ZstdCompressor(compression_params=how).compress(content)

    def decompress(packed: bytes) -> bytes:
        """Decompress one frame, which says its size."""
        return zstandard.decompress(packed)
