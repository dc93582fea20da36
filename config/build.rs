//! Makes a constant for each text of the French catalogue, so that a missing or misspelt key does not compile.
//! (A test proves that the English one has the same keys with the same arguments.)

use std::{collections::BTreeSet, env, fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    let folder = PathBuf::from("locales/fr");
    println!("cargo::rerun-if-changed=locales");
    let mut files: Vec<_> = fs::read_dir(&folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    let mut out = String::new();
    let mut all = Vec::new();
    let mut arguments = BTreeSet::new();
    for file in files.iter().filter(|path| path.extension().is_some_and(|ext| ext == "ftl")) {
        for line in fs::read_to_string(file)?.lines() {
            let names = line.split('$').skip(1).map(|rest| {
                rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').next().unwrap_or_default()
            });
            arguments.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
            let Some((id, text)) = line.split_once(" =") else { continue };
            if !id.starts_with(|c: char| c.is_ascii_lowercase())
                || id.contains(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            {
                continue;
            }
            let constant = id.replace('-', "_").to_uppercase();
            let doc = text.trim().replace('\\', "\\\\").replace('"', "\\\"");
            all.push(id.to_owned());
            out.push_str(&format!("#[doc = \"`{id}`: {doc}\"]\npub const {constant}: Key = Key({id:?});\n"));
        }
    }
    all.sort();
    let all: String = all.iter().map(|id| format!("Key({id:?}), ")).collect();
    out.push_str(&format!("/// All of them, sorted by name.\npub const ALL: &[Key] = &[{all}];\n"));
    let arguments: String = arguments.iter().map(|name| format!("{name:?}, ")).collect();
    out.push_str(&format!("/// The names of all arguments, sorted.\npub const ARGUMENTS: &[&str] = &[{arguments}];\n"));
    let path = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("keys.rs");
    fs::write(path, out)
}
