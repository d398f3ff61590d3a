//! The line to anvil: JSON-RPC over one HTTP connection that is kept open. It changes nothing of what passes.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

/// A connection to anvil, opened when it is first used.
#[derive(Debug, Default)]
pub(super) struct Upstream {
    open: Option<(u16, BufReader<TcpStream>)>,
}

impl Upstream {
    /// Asks several things at once; the answers (objects with `result` or `error`) are in the order of the calls.
    pub(super) fn ask_all(
        &mut self,
        port: u16,
        calls: &[(String, Value)],
    ) -> io::Result<Vec<Value>> {
        if calls.is_empty() {
            return Ok(Vec::new());
        }
        let batch: Vec<_> = (0..).zip(calls).map(call).collect();
        let body = Value::from(batch).to_string();
        let mut answers: Vec<Value> = serde_json::from_slice(&self.post(port, &body)?)?;
        answers.sort_by_key(|answer| answer["id"].as_u64());
        if answers.len() == calls.len() {
            Ok(answers)
        } else {
            Err(io::Error::other("anvil left answers out"))
        }
    }

    /// Asks one thing and answers its result; an error is `null`.
    pub(super) fn ask(&mut self, port: u16, method: &str, params: Value) -> io::Result<Value> {
        let mut answers = self.ask_all(port, &[(method.to_owned(), params)])?;
        Ok(answers[0]["result"].take())
    }

    /// Sends a request, once more on a new connection if the old one was closed meanwhile.
    fn post(&mut self, port: u16, body: &str) -> io::Result<Vec<u8>> {
        let reused = self.open.as_ref().is_some_and(|open| open.0 == port);
        let answer = self.exchange(port, body);
        if answer.is_err() {
            self.open = None;
            if reused {
                return self.exchange(port, body);
            }
        }
        answer
    }

    fn exchange(&mut self, port: u16, body: &str) -> io::Result<Vec<u8>> {
        if self.open.as_ref().is_none_or(|open| open.0 != port) {
            let stream = TcpStream::connect(("127.0.0.1", port))?;
            stream.set_nodelay(true)?;
            self.open = Some((port, BufReader::new(stream)));
        }
        let (_, reader) = self.open.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let head = format!(
            "POST / HTTP/1.1\r\nHost: anvil\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        reader.get_mut().write_all((head + body).as_bytes())?;
        read_answer(reader)
    }
}

fn call((id, (method, params)): (usize, &(String, Value))) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

fn read_answer(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut length = None;
    loop {
        let line = read_line(reader)?;
        if line.is_empty() {
            break;
        }
        if let Some(("content-length", value)) = line.to_lowercase().split_once(": ") {
            length = value.parse().ok();
        }
    }
    match length {
        Some(length) => {
            let mut body = vec![0; length];
            reader.read_exact(&mut body)?;
            Ok(body)
        }
        None => read_chunks(reader),
    }
}

fn read_chunks(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let size = usize::from_str_radix(&read_line(reader)?, 16).map_err(io::Error::other)?;
        let start = body.len();
        body.resize(start + size, 0);
        reader.read_exact(&mut body[start..])?;
        read_line(reader)?;
        if size == 0 {
            return Ok(body);
        }
    }
}

/// A line without its end; the end of the stream is an error.
pub(super) fn read_line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if reader.take(1 << 16).read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
