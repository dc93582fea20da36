//! What a platform checks before it opens a data folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "all of it is test code")]

mod common;

use common::{IDENTIFICATION, citizens, open, primary};
use isoloir_config::primary::Primary;
use isoloir_platform::clock::ManualClock;
use isoloir_platform::limits::LimitSettings;
use isoloir_platform::{OpenError, Platform, Settings};
use std::path::Path;
use std::sync::Arc;

async fn try_open(folder: &Path, primary: Primary, now: &str) -> Result<Platform, OpenError> {
    let mut settings = Settings::new(folder, Arc::new(primary));
    settings.demo = true;
    settings.limits = LimitSettings::OFF;
    Platform::open(settings, Arc::new(ManualClock::new(now.parse().unwrap()))).await
}

/// A folder in which a platform was, and is no more.
async fn used() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let platform = open(folder.path(), primary(), Arc::new(ManualClock::new(IDENTIFICATION.parse().unwrap()))).await;
    citizens(platform.app(), "ada", 1).await;
    platform.app().store.close().await;
    folder
}

#[tokio::test]
async fn a_database_without_its_key_is_not_opened() {
    let folder = used().await;
    let key = folder.path().join("server.key");
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let refused = try_open(folder.path(), primary(), IDENTIFICATION).await.err().unwrap();
    assert!(matches!(refused, OpenError::KeyMissing(_)), "{refused}");
    assert!(refused.to_string().contains("server.key"), "{refused}");
    assert!(!key.exists(), "no other key was made in its place");

    std::fs::write(&key, [7; 32]).unwrap();
    let refused = try_open(folder.path(), primary(), IDENTIFICATION).await.err().unwrap();
    assert!(matches!(refused, OpenError::KeyDiffers(_)), "{refused}");

    std::fs::write(&key, kept).unwrap();
    try_open(folder.path(), primary(), IDENTIFICATION).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_can_read_the_data_folder() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("data");
    let platform = try_open(&folder, primary(), IDENTIFICATION).await.unwrap();
    citizens(platform.app(), "ada", 1).await;
    assert_eq!(mode(&folder), 0o700);
    for file in ["isoloir.db", "isoloir.db-wal", "isoloir.db-shm", "server.key"] {
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
    }
    platform.app().store.close().await;
    // What an earlier version left open to others is closed.
    for (path, open) in [(folder.clone(), 0o755), (folder.join("isoloir.db"), 0o644)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(open)).unwrap();
    }
    try_open(&folder, primary(), IDENTIFICATION).await.unwrap();
    assert_eq!((mode(&folder), mode(&folder.join("isoloir.db"))), (0o700, 0o600));
}

#[tokio::test]
async fn a_rule_is_fixed_once_its_phase_has_opened() {
    type Edit = fn(&mut Primary);
    let edits: [(&str, Edit); 4] = [
        ("id", |primary| primary.id = "another".into()),
        ("limits.supports", |primary| primary.limits.supports = 6),
        ("scale", |primary| drop(primary.scale.pop())),
        ("phases.identification.to", |primary| {
            primary.phases[0].to = primary.phases[0].to.and_then(|day| day.yesterday().ok());
        }),
    ];
    let folder = used().await;
    for (rule, edit) in edits {
        let mut edited = primary();
        edit(&mut edited);
        match try_open(folder.path(), edited, IDENTIFICATION).await.err().unwrap() {
            OpenError::Frozen { rule: named, .. } => assert_eq!(named, rule),
            other => panic!("{other}"),
        }
    }
    // What is still to come may change, until it has opened.
    let mut edited = primary();
    edited.preselection.max_lots = 2;
    let platform = try_open(folder.path(), edited, "2016-10-27T10:00:00Z").await.unwrap();
    platform.app().store.close().await;
    let refused = try_open(folder.path(), primary(), "2016-10-27T10:00:00Z").await.err().unwrap().to_string();
    assert!(refused.contains("`preselection.max_lots`") && refused.contains("it was 2, the file says 3"), "{refused}");
}
