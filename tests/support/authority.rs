//! A certification and timestamp authority on this machine, made with OpenSSL: a root over P-256, a signer and timestamps over
//! RSA, as most companies have them, and a list of revoked certificates. For tests only.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use tempfile::TempDir;

use crate::{on_path, run, scratch};

/// How the authority of `openssl ca` and `openssl ts` is set up.
const CONFIGURATION: &str = "\
[ca]
default_ca = list
[list]
database = index.txt
crlnumber = crlnumber
default_md = sha256
default_crl_days = 30
[tsa]
default_tsa = stamp
[stamp]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
";

/// The authority. It answers as long as the test runs.
#[derive(Debug)]
pub struct TestAuthority {
    folder: TempDir,
    address: String,
}

impl TestAuthority {
    /// Makes it; `None`, and a word on why, where OpenSSL is not installed.
    pub fn make() -> Option<Self> {
        if on_path("openssl").is_none() {
            println!("openssl is not installed: skipped");
            return None;
        }
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let authority = Self {
            folder: scratch(),
            address: format!("http://{}", listener.local_addr().unwrap()),
        };
        authority.write("ca.cnf", CONFIGURATION);
        authority.write("index.txt", "");
        authority.write("crlnumber", "01\n");
        authority.write("serial", "01\n");
        authority.root();
        authority.issue("stamp", 2, "extendedKeyUsage=critical,timeStamping");
        authority.issue("signer", 3, "");
        authority.list();
        let folder = authority.folder.path().to_owned();
        thread::spawn(move || {
            for stream in listener.incoming() {
                // Who hangs up gets no answer.
                let _ = answer(&mut stream.unwrap(), &folder);
            }
        });
        Some(authority)
    }

    /// Its address, for timestamps.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The root's certificate, PEM.
    pub fn root_file(&self) -> String {
        self.path("root.pem").display().to_string()
    }

    /// The signer's key file: key, certificate and root, PEM.
    pub fn key_file(&self) -> String {
        self.path("key.pem").display().to_string()
    }

    /// Revokes the signer's certificate, as of now.
    pub fn revoke_signer(&self) {
        let args = [
            "ca", "-config", "ca.cnf", "-cert", "root.pem", "-keyfile", "root.key", "-revoke",
        ];
        self.openssl(&[&args[..], &["signer.pem"]].concat());
        self.list();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn openssl(&self, args: &[&str]) {
        let mut command = Command::new("openssl");
        let _ = run(command.args(args).current_dir(self.folder.path())).good();
    }

    fn root(&self) {
        self.openssl(&[
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
            "-days",
            "3650",
            "-set_serial",
            "1",
            "-subj",
            "/C=FR/O=Sample/CN=Sample root",
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "keyUsage=critical,keyCertSign,cRLSign",
        ]);
    }

    fn issue(&self, name: &str, serial: u8, purpose: &str) {
        let (key, asked, made, more) = (
            format!("{name}.key"),
            format!("{name}.csr"),
            format!("{name}.pem"),
            format!("{name}.ext"),
        );
        let extensions = format!(
            "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\n\
             crlDistributionPoints=URI:{}/root.crl\n{purpose}\n",
            self.address
        );
        self.write(&more, &extensions);
        let subject = format!("/C=FR/O=Sample/CN=Sample {name}");
        self.openssl(&[
            "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", &key, "-out", &asked,
            "-subj", &subject,
        ]);
        self.openssl(&[
            "x509",
            "-req",
            "-in",
            &asked,
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-set_serial",
            &serial.to_string(),
            "-days",
            "365",
            "-extfile",
            &more,
            "-out",
            &made,
        ]);
        let parts = [key.as_str(), &made, "root.pem"];
        let text = parts.map(|part| fs::read_to_string(self.path(part)).unwrap());
        if name == "signer" {
            self.write("key.pem", &text.concat());
        }
    }

    fn list(&self) {
        let args = [
            "ca", "-config", "ca.cnf", "-cert", "root.pem", "-keyfile", "root.key",
        ];
        self.openssl(&[&args[..], &["-gencrl", "-out", "list.pem"]].concat());
        self.openssl(&[
            "crl", "-in", "list.pem", "-outform", "DER", "-out", "root.crl",
        ]);
    }
}

/// Answers one request: what is posted is a question for a timestamp, what is got is the list.
fn answer(stream: &mut TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    let (head, body) = loop {
        let length = stream.read(&mut buffer)?;
        request.extend_from_slice(&buffer[..length]);
        let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
        let stated = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let wanted: usize = stated.map_or(0, |number| number.trim().parse().unwrap());
        if request.len() >= end + 4 + wanted {
            break (head, request.split_off(end + 4));
        }
    };
    let answer = if head.starts_with("post ") {
        stamp(&body, folder)
    } else {
        fs::read(folder.join("root.crl"))?
    };
    let status = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        answer.len()
    );
    stream.write_all(status.as_bytes())?;
    stream.write_all(&answer)
}

fn stamp(request: &[u8], folder: &Path) -> Vec<u8> {
    fs::write(folder.join("question.tsq"), request).unwrap();
    let status = Command::new("openssl")
        .args(["ts", "-reply", "-config", "ca.cnf", "-section", "stamp"])
        .args([
            "-queryfile",
            "question.tsq",
            "-signer",
            "stamp.pem",
            "-inkey",
            "stamp.key",
        ])
        .args(["-chain", "root.pem", "-out", "answer.tsr"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "openssl ts: {status}");
    fs::read(folder.join("answer.tsr")).unwrap()
}
