"""The model pack: named tables and tensors in one file, as `entente-annotate` reads it."""

import struct

import numpy as np

MAGIC = b"ENTPACK1"
KINDS = {"bytes": 0, "float32": 1, "float16": 2, "uint32": 3, "uint64": 4, "uint16": 5, "int8": 6}
ALIGNED = 64


def write(sections):
    """The bytes of a pack; a section is bytes, or an array of one of the KINDS."""
    entries, data = [], []
    for name, value in sections.items():
        if isinstance(value, bytes):
            entries.append((name.encode(), 0, (len(value),)))
            data.append(value)
        else:
            entries.append((name.encode(), KINDS[str(value.dtype)], value.shape))
            data.append(np.ascontiguousarray(value).tobytes())
    size = len(MAGIC) + 4
    size += sum(2 + len(name) + 2 + 4 * len(dims) + 16 for name, _, dims in entries)
    out = bytearray(MAGIC + struct.pack("<I", len(entries)))
    offset = -size % ALIGNED + size
    for (name, kind, dims), content in zip(entries, data):
        out += struct.pack("<H", len(name)) + name + struct.pack("<BB", kind, len(dims))
        out += struct.pack(f"<{len(dims)}I", *dims) + struct.pack("<QQ", offset, len(content))
        offset += len(content) + -len(content) % ALIGNED
    for content in data:
        out += bytes(-len(out) % ALIGNED) + content
    return bytes(out)


def read(data):
    """The sections of a pack."""
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError("expected a model pack, found other bytes")
    at, sections = len(MAGIC) + 4, {}
    for _ in range(struct.unpack_from("<I", data, len(MAGIC))[0]):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        kind, n_dims = struct.unpack_from("<BB", data, at + 2 + length)
        at += 4 + length
        dims = struct.unpack_from(f"<{n_dims}I", data, at)
        offset, size = struct.unpack_from("<QQ", data, at + 4 * n_dims)
        at += 4 * n_dims + 16
        content = data[offset : offset + size]
        if kind:
            dtype = next(name for name, number in KINDS.items() if number == kind)
            content = np.frombuffer(content, dtype).reshape(dims)
        sections[name] = content
    return sections


def whole(matrix):
    """A matrix as bytes from -127 to 127, and what a one of each row stands for."""
    matrix = np.asarray(matrix, np.float64)
    scales = np.abs(matrix).max(axis=1) / 127
    scales[scales == 0] = 1
    return np.rint(matrix / scales[:, None]).astype(np.int8), scales.astype(np.float32)
