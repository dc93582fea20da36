#!/bin/sh
# A copy of the crate where a mutant costs one small compilation: its unit tests and its integration tests are one program,
# quickly compiled. Random tests (`hostile`) and those that need another program (`python`) stay out: what is killed here is
# killed each time. Usage: tree.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
tree=$1
mkdir -p "$tree"
rm -rf "$tree/ballot"
mkdir -p "$tree/ballot/whole"
cp -r "$here/ballot/src" "$here/ballot/vectors" "$tree/ballot/"
cp "$here/Cargo.lock" "$here/clippy.toml" "$tree/"
{
    printf '[workspace]\nresolver = "3"\nmembers = ["ballot"]\n'
    sed -n '/^\[workspace.package\]/,/^\[profile.dev\]/p' "$here/Cargo.toml" | sed '$d; /^isoloir-/d'
    printf '[profile.dev]\ndebug = false\n[profile.dev.package."*"]\nopt-level = 3\n[profile.dev.package.isoloir-ballot]\nopt-level = 1\n'
} > "$tree/Cargo.toml"
sed '/^\[\[bench\]\]/,$d; /^criterion/d' "$here/ballot/Cargo.toml" > "$tree/ballot/Cargo.toml"
cp -r "$here/ballot/tests/world" "$tree/ballot/whole/world"
: > "$tree/ballot/whole/mod.rs"
echo 'pub mod world;' >> "$tree/ballot/whole/mod.rs"
for file in "$here"/ballot/tests/*.rs; do
    name=$(basename "$file" .rs)
    case $name in hostile | python) continue ;; esac
    sed 's/^mod world;$/use super::world;/' "$file" > "$tree/ballot/whole/$name.rs"
    echo "mod $name;" >> "$tree/ballot/whole/mod.rs"
done
printf '\n#[cfg(test)]\nextern crate self as isoloir_ballot;\n#[cfg(test)]\n#[path = "../whole/mod.rs"]\nmod integration;\n' >> "$tree/ballot/src/lib.rs"
