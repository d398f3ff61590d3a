//! A tiny JSON-RPC client over plain HTTP/1.1, one connection, one request at a time. It reads an answer's bytes and, when
//! only they matter, looks at none of them: what it reaches is the ceiling for whoever reads the same from the same node.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpStream},
};

use serde_json::{Value, json};

use crate::failure::Failure;

/// A node on this machine.
pub(crate) struct Node {
    stream: BufReader<TcpStream>,
    answer: Vec<u8>,
}

impl Node {
    /// Connects to this port of the loopback interface.
    pub(crate) fn connect(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::with_capacity(1 << 18, stream),
            answer: Vec::new(),
        })
    }

    /// Sends a request and reads the answer; its length in bytes.
    pub(crate) fn fetch(&mut self, body: &Value) -> io::Result<usize> {
        self.exchange("POST", "/", body.to_string().as_bytes())?;
        Ok(self.answer.len())
    }

    /// Whether a GET of this path is answered with 200, and the answer.
    pub(crate) fn get(&mut self, path: &str) -> io::Result<(bool, String)> {
        let status = self.exchange("GET", path, b"")?;
        let answer = String::from_utf8_lossy(&self.answer).into_owned();
        Ok((status == 200, answer))
    }

    /// One call, answered with a result.
    pub(crate) fn call(&mut self, method: &str, params: &Value) -> Result<Value, Failure> {
        let mut results = self.calls(&[call(0, method, params)])?;
        results
            .pop()
            .ok_or_else(|| unexpected(method, "an empty answer"))
    }

    /// Several calls in one request, each answered with a result, which come in no certain order.
    pub(crate) fn calls(&mut self, calls: &[Value]) -> Result<Vec<Value>, Failure> {
        let method = calls
            .first()
            .and_then(|call| call["method"].as_str())
            .unwrap_or("nothing");
        self.fetch(&Value::from(calls))
            .map_err(|error| unexpected(method, &error.to_string()))?;
        let answers: Vec<Value> = serde_json::from_slice(&self.answer)
            .map_err(|error| unexpected(method, &error.to_string()))?;
        if answers.len() != calls.len() {
            return Err(unexpected(method, "fewer answers than questions"));
        }
        let result = |mut answer: Value| match answer.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => Err(unexpected(method, &answer["error"].to_string())),
        };
        answers.into_iter().map(result).collect()
    }

    fn exchange(&mut self, verb: &str, path: &str, body: &[u8]) -> io::Result<u16> {
        let mut request = format!(
            "{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.stream.get_mut().write_all(&request)?;
        let (status, length) = self.head()?;
        self.answer.clear();
        match length {
            Length::Known(bytes) => self.read(bytes)?,
            Length::Chunked => self.read_chunks()?,
        }
        Ok(status)
    }

    fn head(&mut self) -> io::Result<(u16, Length)> {
        let status = self.line()?;
        let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| garbled("no status"))?;
        let mut length = Length::Known(0);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(':') {
                None => return Ok((status, length)),
                Some(("content-length", bytes)) => {
                    let bytes = bytes.trim().parse().map_err(|_| garbled("its length"))?;
                    length = Length::Known(bytes);
                }
                Some(("transfer-encoding", _)) => length = Length::Chunked,
                Some(_) => {}
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }

    fn read(&mut self, bytes: u64) -> io::Result<()> {
        let read = (&mut self.stream)
            .take(bytes)
            .read_to_end(&mut self.answer)?;
        if read as u64 == bytes {
            Ok(())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }

    fn read_chunks(&mut self) -> io::Result<()> {
        loop {
            let size = self.line()?;
            let bytes = u64::from_str_radix(&size, 16).map_err(|_| garbled("a chunk's size"))?;
            self.read(bytes)?;
            self.line()?;
            if bytes == 0 {
                return Ok(());
            }
        }
    }
}

/// How long an answer is.
enum Length {
    Known(u64),
    Chunked,
}

/// A call as JSON-RPC 2.0 writes it.
pub(crate) fn call(id: u64, method: &str, params: &Value) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })
}

/// A number as JSON-RPC wants it.
pub(crate) fn hex(number: u64) -> String {
    format!("{number:#x}")
}

fn garbled(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{what} is unreadable"))
}

pub(crate) fn unexpected(line: &str, why: &str) -> Failure {
    Failure::Answer {
        line: line.to_owned(),
        why: why.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::{net::TcpListener, thread};

    use super::*;

    /// A server that says these words to whoever connects, and what they are taken for.
    fn answered(words: &'static str) -> Result<Value, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap();
            stream.write_all(words.as_bytes()).unwrap();
            String::from_utf8_lossy(&request[..read]).into_owned()
        });
        let answer = Node::connect(port).unwrap().call("eth_chainId", &json!([]));
        assert!(server.join().unwrap().contains("eth_chainId"));
        answer
    }

    #[test]
    fn an_answer_is_read_whole_however_it_is_framed() {
        let plain = "HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n[{\"result\":\"7\"}]";
        let pieces = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[{\"r\r\nc\r\nesult\":\"7\"}]\r\n0\r\n\r\n";
        for words in [plain, pieces] {
            assert_eq!(answered(words).unwrap(), json!("7"));
        }
    }

    #[test]
    fn a_refusal_and_a_cut_answer_are_told() {
        let refusal = "HTTP/1.1 200 OK\r\nContent-Length: 24\r\n\r\n[{\"error\":\"no such name\"}]";
        assert!(answered(refusal).is_err());
        let cut = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n[{\"result\":\"7\"}]";
        assert!(answered(cut).is_err());
    }
}
