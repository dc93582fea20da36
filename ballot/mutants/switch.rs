use std::sync::LazyLock;

static ACTIVE: LazyLock<u32> = LazyLock::new(|| {
    // The first failure is enough.
    std::panic::set_hook(Box::new(|_| std::process::exit(101)));
    std::env::var("MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0)
});

/// Is this the mutant that runs?
pub fn is(number: u32) -> bool {
    *ACTIVE == number
}
