//! How answers are carried, and that long, false and endless ones are not. No authority is asked here but one of a few lines.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use signature::Authority;

use crate::{Http, Settings, SettingsError};

/// Answers each of these in turn, and gives what it was asked.
fn server(answers: Vec<Vec<u8>>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let mut asked = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            loop {
                let length = stream.read(&mut buffer).unwrap();
                request.extend_from_slice(&buffer[..length]);
                let text = String::from_utf8_lossy(&request);
                let is_whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
                    !head.contains("content-length") || body.ends_with("end")
                });
                if is_whole || length == 0 {
                    break;
                }
            }
            asked.push(String::from_utf8_lossy(&request).into_owned());
            // Who is refused does not read on.
            let _ = stream.write_all(&answer);
        }
        asked
    });
    (address, asked)
}

fn http(status: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n{more}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn at(address: &str) -> Http {
    Http::new(Settings::at(address)).unwrap()
}

#[test]
fn a_request_is_posted_and_its_answer_carried() {
    let (address, asked) = server(vec![http("200 OK", "", b"token")]);
    let authority = at(&format!("{}/tsa", address.replace("//", "//me:secret@")));
    assert_eq!(authority.timestamp(b"the end").unwrap(), b"token");
    let asked = asked.join().unwrap().remove(0);
    assert!(asked.starts_with("POST /tsa HTTP/1.1\r\n"), "{asked}");
    assert!(asked.contains("content-type: application/timestamp-query\r\n"));
    // RFC 7617: me:secret.
    assert!(asked.contains("authorization: Basic bWU6c2VjcmV0\r\n"));
    assert!(!format!("{authority:?}").contains("secret"));
}

#[test]
fn an_answer_that_is_none_is_said_without_credentials() {
    let (address, asked) = server(vec![http("503 Service Unavailable", "", b"later")]);
    let authority = at(&address.replace("//", "//me:secret@"));
    let error = authority.timestamp(b"the end").unwrap_err().to_string();
    assert!(error.contains("HTTP 503"), "{error}");
    assert!(!error.contains("secret"), "{error}");
    asked.join().unwrap();
}

#[test]
fn long_answers_are_not_read() {
    let long = vec![b'x'; 65 * 1024];
    let (address, asked) = server(vec![http("200 OK", "", &long), http("200 OK", "", &long)]);
    let authority = at(&address);
    let error = authority.ocsp(&address, b"the end").unwrap_err();
    assert!(error.to_string().contains("longer than"), "{error}");
    // A list may be longer than an answer about one certificate.
    assert_eq!(authority.get(&address).unwrap(), long);
    asked.join().unwrap();
}

#[test]
fn a_list_may_have_moved_but_not_out_of_the_web() {
    let (there, asked_there) = server(vec![http("200 OK", "", b"list")]);
    let moved = http("302 Found", &format!("location: {there}/new\r\n"), b"");
    let away = http("302 Found", "location: file:///etc/passwd\r\n", b"");
    let (here, asked) = server(vec![moved, away]);
    let authority = at(&here);
    assert_eq!(authority.get(&here).unwrap(), b"list");
    assert!(authority.get(&here).is_err());
    asked.join().unwrap();
    asked_there.join().unwrap();
}

#[test]
fn nobody_there_is_said() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let error = at(&address).timestamp(b"x").unwrap_err().to_string();
    assert!(error.contains("cannot be reached"), "{error}");
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let refused = |settings: Settings| Http::new(settings).unwrap_err();
    assert!(matches!(
        refused(Settings::at("file:///etc/passwd")),
        SettingsError::Address(_)
    ));
    assert!(matches!(
        refused(Settings::at("tsa")),
        SettingsError::Address(_)
    ));
    let far = || Settings::at("https://tsa.example/");
    let proxy = Settings {
        proxy: Some("ftp://proxy".to_owned()),
        ..far()
    };
    assert!(matches!(refused(proxy), SettingsError::Proxy(_)));
    let issuers = Settings {
        issuers_pem: Some("no certificate".to_owned()),
        ..far()
    };
    assert_eq!(refused(issuers), SettingsError::Issuers);
    let authorities = Settings {
        ca_pem: Some(b"none".to_vec()),
        ..far()
    };
    assert!(matches!(
        refused(authorities),
        SettingsError::Certificates(_)
    ));
    assert!(at("http://127.0.0.1:1/").get("file:///etc/passwd").is_err());
}
