//! Migrations are embedded in the program: a new file must build it anew.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
