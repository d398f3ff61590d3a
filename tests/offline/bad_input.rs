//! Bad input: each kind gets its exit code, a message and a hint; nothing is lost and nothing half-written remains.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use support::{
    Answer, RETAIL_DEVICE, Sample, Waymark, built, free_port, on_path, project_root, run, scratch,
};
use workspace::{Access, Workspace};

const CONTRACT: &str = "0x5fbdb2315678afecb367f032d93f642f64180aa3";

fn waymark(args: &[&str]) -> Answer {
    Waymark::new(args).run()
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn what_is_not_there_is_66() {
    let folder = scratch();
    let dir = folder.path().to_str().unwrap();
    let absent = folder.path().join("absent");
    let absent = absent.to_str().unwrap();
    waymark(&["verify", absent, "--json"]).refused(66);
    waymark(&["assets", absent, "--json"]).refused(66);
    waymark(&["assets", dir, "--json"]).refused(66);
    waymark(&["report", dir, RETAIL_DEVICE, "--out", absent]).refused(66);
    waymark(&["sync", dir, "--json"]).refused(66);
    waymark(&["init", absent, "--ledger", absent, "--trust", absent]).refused(66);
    assert!(is_empty(folder.path()));
}

#[test]
fn a_pdf_that_is_not_ours_is_invalid() {
    let folder = scratch();
    let path = folder.path().join("foreign.pdf");
    let foreign = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n\
        xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000053 00000 n \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n98\n%%EOF\n";
    for bytes in [&foreign[..], b"", b"hello"] {
        fs::write(&path, bytes).unwrap();
        let verdict = waymark(&["verify", path.to_str().unwrap(), "--json"])
            .code(1)
            .json();
        assert_eq!(verdict["outcome"], "invalid");
    }
}

#[test]
fn an_unknown_asset_is_66_and_a_malformed_name_64() {
    let sample = Sample::make();
    let unknown = "https://id.gs1.org/01/03770029102005/21/999999";
    for name in [unknown, "urn:epc:id:sgtin:3770029.010200.999999"] {
        waymark(&["trace", &sample.dir(), name, "--format", "json"]).refused(66);
        waymark(&["lint", &sample.dir(), name, "--json"]).refused(66);
    }
    let out = sample.beside("none.pdf");
    waymark(&["report", &sample.dir(), unknown, "--out", &out]).refused(66);
    assert!(!Path::new(&out).exists());
    for name in ["", "urn:epc:id:sgtin:nonsense", "https://id.gs1.org/01/1"] {
        waymark(&["trace", &sample.dir(), name, "--format", "json"]).refused(64);
    }
}

#[test]
fn a_call_that_makes_no_sense_is_64() {
    for args in [
        &["frobnicate", "x"][..],
        &["trace"],
        &["init", "d"],
        &["verify", "a", "--pdf"],
    ] {
        let answer = waymark(args).code(64);
        assert_eq!(answer.out, "");
        assert!(answer.err.contains("Usage"), "{}", answer.err);
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = scratch();
    fs::write(folder.path().join("mine.txt"), b"mine").unwrap();
    waymark(&["demo", folder.path().to_str().unwrap()]).refused(64);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1);
    assert_eq!(fs::read(folder.path().join("mine.txt")).unwrap(), b"mine");
}

#[test]
fn a_bent_ledger_file_makes_no_workspace() {
    let folder = scratch();
    let assets = project_root().join("assets");
    let trust = assets.join("chips.trust.json");
    let whole = fs::read(assets.join("chips.waymark")).unwrap();
    let file = folder.path().join("bent.waymark");
    let dir = folder.path().join("workspace");
    for bytes in [
        &b"\x89PNG\r\n\x1a\n of a holiday"[..],
        b"",
        &whole[..whole.len() / 2],
        &whole[..100],
    ] {
        fs::write(&file, bytes).unwrap();
        let args = [
            "init".as_ref(),
            dir.as_path(),
            "--ledger".as_ref(),
            &file,
            "--trust".as_ref(),
            &trust,
        ];
        Waymark::new(args).run().refused(66);
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "only the file itself remains");
    }
}

#[test]
fn an_unreachable_node_is_69() {
    let folder = scratch();
    let dir = folder.path().join("workspace");
    let rpc = format!("http://127.0.0.1:{}", free_port());
    let args = [
        "init",
        dir.to_str().unwrap(),
        "--rpc",
        &rpc,
        "--contract",
        CONTRACT,
        "--accept",
    ];
    waymark(&args).refused(69);
    assert!(is_empty(folder.path()));
}

#[test]
fn a_report_that_cannot_be_written_leaves_nothing() {
    let sample = Sample::make();
    let out = sample.beside("absent/report.pdf");
    waymark(&["report", &sample.dir(), RETAIL_DEVICE, "--out", &out]).refused(66);
    assert!(!Path::new(&sample.beside("absent")).exists());
    let folder = sample.beside("folder");
    fs::create_dir(&folder).unwrap();
    waymark(&["report", &sample.dir(), RETAIL_DEVICE, "--out", &folder]).refused(64);
    assert!(is_empty(Path::new(&folder)));
    let reports: Vec<_> = fs::read_dir(Path::new(&folder).parent().unwrap())
        .unwrap()
        .collect();
    assert_eq!(
        reports.len(),
        2,
        "the workspace and the folder, and no draft: {reports:?}"
    );
}

#[test]
fn reports_are_issued_while_somebody_writes() {
    let sample = Sample::make();
    let out = sample.beside("report.pdf");
    let report = ["report", &sample.dir(), RETAIL_DEVICE, "--out", &out];
    let held = Workspace::open(Path::new(&sample.dir()), Access::Write).unwrap();
    let _ = waymark(&["assets", &sample.dir(), "--json"]).good();
    let _ = waymark(&report).good();
    drop(held);
    let _ = waymark(&["verify", &out, "--trust", &sample.trust()]).good();
}

#[test]
fn a_folder_that_may_not_be_written_is_77() {
    let folder = scratch();
    let program = folder.path().join("waymark");
    fs::copy(built("waymark"), &program).unwrap();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    for path in [folder.path(), &closed] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o555)).unwrap();
    }
    let root = run(Command::new("id").arg("-u")).out.trim() == "0";
    let mut command = match (root, on_path("setpriv")) {
        (false, _) => Command::new(&program),
        // Permissions do not bind the superuser.
        (true, Some(setpriv)) => {
            let mut command = Command::new(setpriv);
            command
                .args(["--reuid=65534", "--clear-groups"])
                .arg(&program);
            command
        }
        (true, None) => {
            println!("running as root without setpriv: skipped");
            return;
        }
    };
    run(command.arg("demo").arg(closed.join("workspace"))).refused(77);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(is_empty(&closed));
}
