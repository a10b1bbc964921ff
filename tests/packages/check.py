"""Each package that is published builds from its own files alone, and has what it must travel with.

    python3 tests/packages/check.py

It packs them as `cargo publish` would, unpacks them where nothing else of this repository is, and lets cargo check them there. `cargo package` alone would build
everything anew for each of them; here they share what the workspace has built already.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
CARGO = os.environ.get("CARGO", "cargo")
FILES = ["Cargo.toml", "Cargo.lock", "README.md", "LICENSE-MIT", "LICENSE-APACHE"]
KEYS = ["description", "license", "readme", "rust-version"]


def cargo(*arguments, folder=ROOT, **options):
    return subprocess.run([CARGO, *arguments], cwd=folder, check=True, text=True, **options)


def main():
    metadata = cargo("metadata", "--format-version", "1", "--no-deps", "--locked", stdout=subprocess.PIPE)
    metadata = json.loads(metadata.stdout)
    published = [package for package in metadata["packages"] if package["publish"] is None]
    names = [package["name"] for package in published]
    assert len(names) > 1, names
    chosen = [argument for name in names for argument in ("--package", name)]
    # What `exclude` leaves out is told line by line otherwise.
    cargo("package", "--quiet", "--locked", "--no-verify", "--allow-dirty", *chosen)

    target = pathlib.Path(metadata["target_directory"])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for package in published:
            full_name = f"{package['name']}-{package['version']}"
            with tarfile.open(target / "package" / f"{full_name}.crate") as archive:
                archive.extractall(folder, filter="data")
            unpacked = folder / full_name
            for file in FILES:
                assert (unpacked / file).is_file(), f"{full_name} has no {file}"
            # A link that was not followed would be a text with a path in it.
            for file in FILES[2:]:
                assert (unpacked / file).read_bytes() == (ROOT / file).read_bytes(), f"{full_name}: {file}"
            manifest = tomllib.loads((unpacked / "Cargo.toml").read_text())
            missing = [key for key in KEYS if not manifest["package"].get(key)]
            assert not missing, f"{full_name} has no {missing}"
            size = sum(file.stat().st_size for file in unpacked.rglob("*") if file.is_file())
            print(f"{full_name}: {sum(file.is_file() for file in unpacked.rglob('*'))} files, {size // 1024} KiB")

        members = [f"{package['name']}-{package['version']}" for package in published]
        patches = [f'{package["name"]} = {{ path = "{member}" }}' for package, member in zip(published, members)]
        # The profiles are those of this workspace, so that what it has built need not be built again.
        profiles = (ROOT / "Cargo.toml").read_text()
        profiles = profiles[profiles.index("[profile.release]"):]
        (folder / "Cargo.toml").write_text(
            f'[workspace]\nresolver = "3"\nmembers = {json.dumps(members)}\n'
            f"[patch.crates-io]\n" + "\n".join(patches) + f"\n{profiles}"
        )
        shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
        cargo("check", "--quiet", "--workspace", folder=folder, env={**os.environ, "CARGO_TARGET_DIR": str(target)})
    print(f"{len(published)} packages build from their own files")


if __name__ == "__main__":
    sys.exit(main())
