//! A disk that runs full in the middle of a sync: a clear word, and nothing lost.

use std::fs;
use std::process::Command;

use support::{Answer, Fork, built, network::Told, run};

use crate::model::rows;
use crate::network::{assets, sync};

/// `waymark sync` where no file can grow beyond so many bytes, as by a quota.
fn with_a_quota(bytes: u64, dir: &str, options: &[&str]) -> Answer {
    // The shell counts in blocks of 512 bytes. Who is told by a signal instead of an error would just end.
    let script = r#"trap "" XFSZ; ulimit -f "$0"; exec "$@""#;
    let mut shell = Command::new("sh");
    let limit = (bytes / 512).to_string();
    shell.args(["-c", script, &limit]).arg(built("waymark"));
    run(shell.args(["sync", dir]).args(options))
}

/// The same on a disk of its own with room for half so many bytes more, which is there for this one process only.
fn on_a_disk_with(bytes: u64, dir: &str, options: &[&str]) -> Answer {
    let script = r#"
        disk=$(mktemp -d) && mount -t tmpfs -o size="$0" full "$disk" && cp -r "$1" "$disk/workspace" || exit 99
        dir=$1; program=$2; shift 2
        "$program" sync "$disk/workspace" "$@"
        code=$?
        rm -r "$dir" && cp -r "$disk/workspace" "$dir" && umount "$disk" && rmdir "$disk" || exit 99
        exit $code"#;
    let mut shell = Command::new("unshare");
    shell.args(["--map-root-user", "--mount", "sh", "-c", script]);
    let program = built("waymark");
    let files = fs::read_dir(dir)
        .unwrap()
        .map(|file| file.unwrap().metadata());
    let taken: u64 = files.map(|file| file.unwrap().len()).sum();
    let size = taken + bytes / 2;
    shell.arg(size.to_string()).arg(dir).arg(program);
    run(shell.args(options))
}

/// Whether this machine lets anybody have a disk of their own.
fn can_have_a_disk() -> bool {
    let mut shell = Command::new("unshare");
    let tried = shell.args(["--map-root-user", "--mount", "sh", "-c"]);
    let tried = tried.arg("disk=$(mktemp -d) && mount -t tmpfs none $disk && umount $disk");
    tried.status().is_ok_and(|status| status.success())
}

#[test]
fn a_disk_that_runs_full_stops_a_sync_and_takes_nothing_away() {
    let told = Told::on(Fork::LondonWithoutFees);
    let whole = rows(&told.synced("whole"));
    let cache = fs::metadata(format!("{}/cache.db", told.path("whole"))).unwrap();
    let check = |stopped: &dyn Fn(u64, &str, &[&str]) -> Answer, words: &str| {
        // What is only reported takes less room.
        let quick: &[&str] = &["--json", "--reported-only"];
        for (options, parts) in [(&quick[..1], &[2, 3, 5][..]), (quick, &[2, 3])] {
            let dir = told.init_new();
            let mut held = Vec::new();
            for part in parts {
                let answer = stopped(cache.len() * part / 10, &dir, options);
                assert!(answer.err.contains(words), "{part}: {answer:?}");
                answer.refused(74);
                held.push(assets(&dir)["assets"].as_array().unwrap().len());
            }
            assert!(held.is_sorted(), "{held:?}");
            sync(&dir);
            assert!(rows(&dir) == whole, "{options:?}");
        }
    };
    check(&with_a_quota, "Check that the disk has space");
    if can_have_a_disk() {
        check(&on_a_disk_with, "the disk is full");
    } else {
        eprintln!("not tried on a full disk: this machine gives nobody a disk of their own");
    }
}
