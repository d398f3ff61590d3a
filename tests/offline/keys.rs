//! Keys as companies have them: RSA and P-384 under an authority, in PKCS#12 files old and new, and on a token. What is
//! signed with them is judged by us and by independent programs; what must not sign is refused. OpenSSL makes the keys
//! and SoftHSM the token; where they are missing it is said, and nothing is tested.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{RETAIL_DEVICE, Sample, Waymark, on_path, run};

const PIN: &str = "987654";
const PASSPHRASE: &str = "tin and tungsten";

const EXTENSIONS: &str = "\
[authority]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[person]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[server]
extendedKeyUsage = serverAuth
[transport]
keyUsage = critical,keyEncipherment
";

/// A certification authority with one below it, and a workspace to sign in.
struct Company {
    sample: Sample,
}

impl Company {
    /// `None` where OpenSSL is missing.
    fn found() -> Option<Self> {
        if on_path("openssl").is_none() {
            println!("openssl is not installed: skipped");
            return None;
        }
        let company = Self {
            sample: Sample::make(),
        };
        fs::write(company.path("extensions"), EXTENSIONS).unwrap();
        company.openssl("req -x509 -newkey rsa:3072 -nodes -keyout root.key -out root.pem -days 3000 -subj /C=FR/O=Trust/CN=Root");
        company.certify("issuing", "rsa:2048", "authority", "root", "-sha384");
        Some(company)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.sample.beside(name).into()
    }

    fn openssl(&self, line: &str) {
        let _ = run(Command::new("openssl")
            .current_dir(self.path("."))
            .args(line.split(' ')))
        .good();
    }

    /// Makes a key and has it certified: `NAME.key`, `NAME.pem`.
    fn certify(&self, name: &str, kind: &str, section: &str, by: &str, more: &str) {
        let kind = match kind.split_once(':') {
            Some(("ec", curve)) => format!("ec -pkeyopt ec_paramgen_curve:{curve}"),
            _ => kind.to_owned(),
        };
        self.openssl(&format!(
            "req -newkey {kind} -nodes -keyout {name}.key -out {name}.csr -subj /C=FR/O=Lumen/CN={name}"
        ));
        self.openssl(&format!(
            "x509 -req -in {name}.csr -CA {by}.pem -CAkey {by}.key -CAcreateserial -days 900 \
             -extfile extensions -extensions {section} -out {name}.pem {more}"
        ));
    }

    fn person(&self, name: &str, kind: &str) {
        self.certify(name, kind, "person", "issuing", "-sha256");
    }

    /// Puts a person's key and the certificates up to the root into a PKCS#12 file, and answers its path.
    fn pkcs12(&self, name: &str, more: &str) -> String {
        let text = |name| fs::read_to_string(self.path(name)).unwrap();
        let chain = text("issuing.pem") + &text("root.pem");
        fs::write(self.path("chain.pem"), chain).unwrap();
        fs::write(self.path("passphrase"), PASSPHRASE).unwrap();
        let line = format!(
            "pkcs12 -export -inkey {name}.key -in {name}.pem -certfile chain.pem -out {name}.p12 -passout file:passphrase"
        );
        self.openssl(&[&line, more].join(if more.is_empty() { "" } else { " " }));
        self.sample.beside(&format!("{name}.p12"))
    }

    fn report(&self, key: &str, out: &str) -> Waymark {
        let arguments = [
            "report",
            &self.sample.dir(),
            RETAIL_DEVICE,
            "--out",
            out,
            "--key",
            key,
        ];
        Waymark::new(arguments)
            .env("WAYMARK_KEYS", &self.sample.beside("keys"))
            .env("WAYMARK_PASSPHRASE", PASSPHRASE)
            .env("WAYMARK_PIN", PIN)
    }

    fn trust_root(&self) {
        let root = self.sample.beside("root.pem");
        let _ = Waymark::new(["trust", "add", &self.sample.dir(), "--root", &root])
            .run()
            .good();
    }

    fn verify(&self, report: &str) -> Waymark {
        Waymark::new(["verify", report, "--trust", &self.sample.trust(), "--json"])
    }

    /// Signs with a key, and has the report judged by everyone.
    fn signs(&self, key: &str, name: &str) {
        let out = self.sample.beside(&format!("{name}.pdf"));
        let _ = self.report(key, &out).run().good();
        let verdict = self.verify(&out).run().good().json();
        let steps = verdict["steps"].as_array().unwrap();
        let signer = steps.iter().find(|step| step["code"] == "signer").unwrap();
        let says = signer["reason"].as_str().unwrap();
        assert!(says.contains("leads to Root"), "{name}: {says}");
        judged_valid(Path::new(&out), &self.path("root.pem"));
    }
}

/// pdfsig, qpdf and pyHanko find the signature valid, over the whole file, and under the root.
fn judged_valid(report: &Path, root: &Path) {
    if on_path("pdfsig").is_some() {
        let answer = run(Command::new("pdfsig").arg(report));
        assert!(answer.out.contains("Signature is Valid"), "{}", answer.out);
        assert!(
            answer.out.contains("Total document signed"),
            "{}",
            answer.out
        );
    }
    if on_path("qpdf").is_some() {
        let _ = run(Command::new("qpdf").arg("--check").arg(report)).good();
    }
    if on_path("pyhanko").is_some() {
        let validate = [
            "sign",
            "validate",
            "--no-revocation-check",
            "--trust-replace",
            "--trust",
        ];
        let answer = run(Command::new("pyhanko").args(validate).arg(root).arg(report)).good();
        let says = answer.out.trim();
        assert!(says.ends_with(":INTACT:TRUSTED,UNTOUCHED"), "{says}");
    }
}

#[test]
fn keys_under_an_authority_sign_and_every_judge_agrees() {
    let Some(company) = Company::found() else {
        return;
    };
    company.trust_root();
    for (name, kind, how) in [
        ("rsa2048", "rsa:2048", ""),
        // 3DES and RC2, as Windows wrote them for decades.
        ("rsa3072", "rsa:3072", "-legacy"),
        ("p384", "ec:P-384", ""),
    ] {
        company.person(name, kind);
        company.signs(&company.pkcs12(name, how), name);
    }
    company.person("rsa4096", "rsa:4096");
    let text = |name: &str| fs::read_to_string(company.path(name)).unwrap();
    let pem = text("rsa4096.key") + &text("rsa4096.pem") + &text("issuing.pem");
    fs::write(company.path("company.pem"), pem).unwrap();
    company.signs(&company.sample.beside("company.pem"), "rsa4096");
    a_bent_signature_is_found(&company);
    an_unnamed_root_is_not_believed(&company);
}

/// Every sampled byte of an RSA signature's container counts.
fn a_bent_signature_is_found(company: &Company) {
    let honest = fs::read(company.path("rsa2048.pdf")).unwrap();
    let marker = b"/Contents<30";
    let at = honest
        .windows(marker.len())
        .rposition(|part| part == marker)
        .unwrap();
    let out = company.sample.beside("bent.pdf");
    for offset in (0..9000).step_by(2501) {
        let mut bent = honest.clone();
        let place = at + marker.len() + offset;
        bent[place] = if bent[place] == b'0' { b'1' } else { b'0' };
        fs::write(&out, bent).unwrap();
        let _ = company.verify(&out).run().code(1);
    }
}

fn an_unnamed_root_is_not_believed(company: &Company) {
    let _ = Waymark::new(["trust", "remove", &company.sample.dir(), "--root", "Root"])
        .run()
        .good();
    let report = company.sample.beside("p384.pdf");
    let _ = company.verify(&report).run().code(2);
}

#[test]
fn keys_that_must_not_sign_are_refused() {
    let Some(company) = Company::found() else {
        return;
    };
    let out = company.sample.beside("never.pdf");
    let text = |name: &str| fs::read_to_string(company.path(name)).unwrap();
    for (name, kind, section, more) in [
        ("weak", "rsa:1024", "person", "-sha256"),
        ("curve", "ec:secp256k1", "person", "-sha256"),
        ("server", "rsa:2048", "server", "-sha256"),
        ("transport", "rsa:2048", "transport", "-sha256"),
        ("expired", "rsa:2048", "person", "-sha256 -days -1"),
    ] {
        company.certify(name, kind, section, "issuing", more);
        let file = company.sample.beside("refused.pem");
        let pem = text(&format!("{name}.key")) + &text(&format!("{name}.pem"));
        fs::write(&file, pem).unwrap();
        company.report(&file, &out).run().refused(66);
    }
    company.person("sound", "rsa:2048");
    let file = company.pkcs12("sound", "");
    let wrong = company
        .report(&file, &out)
        .env("WAYMARK_PASSPHRASE", "lead");
    wrong.run().refused(77);
    company.report("nobody", &out).run().refused(66);
    let nowhere = "pkcs11:token=Card?module-path=/nowhere.so";
    company.report(nowhere, &out).run().refused(66);
    assert!(!Path::new(&out).exists());
}

#[test]
fn keys_are_kept_under_names() {
    let sample = Sample::make();
    let keys = sample.beside("keys");
    let keys_command = |arguments: &[&str]| {
        let mut all = vec!["keys"];
        all.extend(arguments);
        Waymark::new(all).env("WAYMARK_KEYS", &keys)
    };
    let make = [
        "create",
        "lyon",
        "--name",
        "Lyon SA",
        "--country",
        "FR",
        "--curve",
        "p384",
    ];
    let _ = keys_command(&make).run().good();
    keys_command(&make).run().refused(64);
    let listed = keys_command(&["list", "--json"]).run().good().json();
    let key = &listed["keys"][0];
    assert_eq!(key["name"], "lyon");
    assert_eq!(key["algorithm"], "ECDSA P-384 with SHA-384");
    assert_eq!(key["subject"], "Lyon SA (self-signed)");
    assert_eq!(key["selfSigned"], true);
    let out = sample.beside("named.pdf");
    let arguments = [
        "report",
        &sample.dir(),
        RETAIL_DEVICE,
        "--out",
        &out,
        "--key",
        "lyon",
    ];
    let _ = Waymark::new(arguments)
        .env("WAYMARK_KEYS", &keys)
        .run()
        .good();
    let key = sample.beside("keys/lyon.pem");
    let _ = Waymark::new(["trust", "add", &sample.dir(), "--signer", &key])
        .run()
        .good();
    let _ = Waymark::new(["verify", &out, "--trust", &sample.trust()])
        .run()
        .good();
}

/// SoftHSM's driver, where Debian and others put it.
fn driver() -> Option<&'static str> {
    let known = [
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib64/softhsm/libsofthsm2.so",
        "/usr/local/lib/softhsm/libsofthsm2.so",
        "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    ];
    known.into_iter().find(|path| Path::new(path).is_file())
}

#[test]
fn tokens_sign_and_every_judge_agrees() {
    let Some(driver) = driver().filter(|_| on_path("softhsm2-util").is_some()) else {
        println!("SoftHSM is not installed: skipped");
        return;
    };
    let Some(company) = Company::found() else {
        return;
    };
    company.trust_root();
    let tokens = company.path("tokens");
    fs::create_dir(&tokens).unwrap();
    let settings = format!(
        "directories.tokendir = {}\nobjectstore.backend = file\n",
        tokens.display()
    );
    fs::write(company.path("softhsm2.conf"), settings).unwrap();
    let conf = company.sample.beside("softhsm2.conf");
    let token = |line: &str| {
        let mut util = Command::new("softhsm2-util");
        let line = line.split(' ').map(str::to_owned);
        let _ = run(util
            .env("SOFTHSM2_CONF", &conf)
            .current_dir(company.path("."))
            .args(line))
        .good();
    };
    token("--init-token --free --label Card --so-pin 12345678 --pin 987654");
    for (name, kind) in [("rsa", "rsa:2048"), ("ec", "ec:P-256")] {
        company.person(name, kind);
        company.openssl(&format!(
            "pkcs8 -topk8 -nocrypt -in {name}.key -out {name}.p8"
        ));
        let id = if name == "rsa" { "01" } else { "02" };
        token(&format!(
            "--import {name}.p8 --token Card --label {name} --id {id} --pin {PIN}"
        ));
        // The token holds the key alone; its certificates come along when it is taken into the key folder.
        let text = |name: &str| fs::read_to_string(company.path(name)).unwrap();
        fs::write(
            company.path("certificates"),
            text(&format!("{name}.pem")) + &text("issuing.pem"),
        )
        .unwrap();
        let address = format!("pkcs11:token=Card;object={name}?module-path={driver}");
        let certificates = company.sample.beside("certificates");
        let import = [
            "keys",
            "import",
            &address,
            "--as",
            name,
            "--certificate",
            &certificates,
        ];
        let with = |pin: &str| {
            Waymark::new(import)
                .env("WAYMARK_KEYS", &company.sample.beside("keys"))
                .env("SOFTHSM2_CONF", &conf)
                .env("WAYMARK_PIN", pin)
        };
        with("000000").run().refused(77);
        let _ = with(PIN).run().good();
        let out = company.sample.beside(&format!("{name}.pdf"));
        let _ = company
            .report(name, &out)
            .env("SOFTHSM2_CONF", &conf)
            .run()
            .good();
        let _ = company.verify(&out).run().good();
        judged_valid(Path::new(&out), &company.path("root.pem"));
    }
}
