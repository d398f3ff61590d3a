//! The devnet's own address: HTTP/1.1 with connections that stay open, one thread for each. It knows no JSON-RPC.

use std::io::{self, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::answering::{Reply, Shared};
use super::socket;
use super::upstream::{Upstream, read_line};

/// Longer than any answer that is read to its end.
const HUGE: usize = 192 << 20;

/// Who takes connections, until it is dropped.
#[derive(Debug)]
pub(super) struct Server {
    address: SocketAddr,
    ended: Arc<AtomicBool>,
    taker: Option<JoinHandle<()>>,
}

/// A request, as far as it matters here.
#[derive(Debug, Default)]
struct Request {
    body: Vec<u8>,
    /// The client's key, if it wants a WebSocket.
    upgrade: Option<String>,
    close: bool,
}

impl Server {
    /// Listens on this port of this machine, or on any if it is 0.
    pub(super) fn start(port: u16, shared: &Arc<Shared>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let (stop, shared) = (Arc::clone(&ended), Arc::clone(shared));
        let taker = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (shared, stop) = (Arc::clone(&shared), Arc::clone(&stop));
                // A client that goes away ends its thread; there is nobody to tell.
                std::thread::spawn(move || serve(stream, &shared, &stop));
            }
        });
        Ok(Self {
            address,
            ended,
            taker: Some(taker),
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // A last connection, so that it looks up.
        let _ = TcpStream::connect(self.address);
        if let Some(taker) = self.taker.take() {
            let _ = taker.join();
        }
    }
}

fn serve(stream: TcpStream, shared: &Shared, ended: &AtomicBool) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    let mut line = Upstream::default();
    while !ended.load(Ordering::Relaxed) {
        let request = read(&mut stream)?;
        if let Some(key) = request.upgrade {
            return socket::serve(stream, &key, shared, line, ended);
        }
        let reply = shared.reply(&request.body, &mut line);
        if !answer(stream.get_mut(), &reply)? || request.close {
            return Ok(());
        }
    }
    Ok(())
}

fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Request> {
    let first = read_line(stream)?;
    let mut request = Request {
        close: first.ends_with("HTTP/1.0"),
        ..Request::default()
    };
    let mut length = 0;
    loop {
        let line = read_line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.trim();
        match name.to_lowercase().as_str() {
            "content-length" => length = value.parse().map_err(io::Error::other)?,
            "connection" => request.close |= value.eq_ignore_ascii_case("close"),
            "sec-websocket-key" => request.upgrade = Some(value.to_owned()),
            "expect" => stream
                .get_mut()
                .write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?,
            _ => {}
        }
    }
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body)?;
    Ok(request)
}

/// Answers, and says whether the connection may go on.
fn answer(stream: &mut TcpStream, reply: &Reply) -> io::Result<bool> {
    match reply {
        Reply::Json(document) => write(stream, "200 OK", "", document.to_string().as_bytes())?,
        Reply::Garbage => write(stream, "200 OK", "", b"<html>It works!</html>")?,
        Reply::Status(code, wait) => {
            let wait = wait.map_or(String::new(), |wait| format!("Retry-After: {wait}\r\n"));
            write(stream, &format!("{code} Not Now"), &wait, b"not now")?;
        }
        Reply::Huge => {
            head(stream, "200 OK", "", HUGE)?;
            let spaces = vec![b' '; 1 << 20];
            for _ in 0..HUGE >> 20 {
                stream.write_all(&spaces)?;
            }
        }
        Reply::Nothing => return Ok(false),
        Reply::Half(document) => {
            let body = document.to_string();
            head(stream, "200 OK", "", body.len())?;
            stream.write_all(&body.as_bytes()[..body.len() / 2])?;
            return Ok(false);
        }
    }
    Ok(true)
}

fn write(stream: &mut TcpStream, status: &str, more: &str, body: &[u8]) -> io::Result<()> {
    head(stream, status, more, body.len())?;
    stream.write_all(body)
}

fn head(stream: &mut TcpStream, status: &str, more: &str, length: usize) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{more}Content-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes())
}
