//! The devnet over a WebSocket: the same answers, and a word for each new head to whoever subscribes to `newHeads`. It
//! looks at the head from time to time itself; no other subscription is served.

use std::io::{self, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::{Error, Message, WebSocket};

use super::answering::{Reply, Shared};
use super::upstream::Upstream;

/// How often the head is looked at.
const LOOK: Duration = Duration::from_millis(50);
const SUBSCRIPTION: &str = "0x1";

/// Serves a client that asked for a WebSocket with this key, until it goes or the devnet does.
pub(super) fn serve(
    stream: BufReader<TcpStream>,
    key: &str,
    shared: &Shared,
    mut line: Upstream,
    ended: &AtomicBool,
) -> io::Result<()> {
    let mut stream = stream.into_inner();
    let accept = derive_accept_key(key.as_bytes());
    write!(
        stream,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    )?;
    stream.set_read_timeout(Some(LOOK))?;
    let mut socket = WebSocket::from_raw_socket(stream, Role::Server, None);
    let mut told = None;
    while !ended.load(Ordering::Relaxed) {
        match socket.read() {
            Ok(Message::Text(text)) => {
                let Some(answer) = answer(text.as_bytes(), shared, &mut line, &mut told) else {
                    return Ok(());
                };
                send(&mut socket, &answer)?;
            }
            Ok(Message::Close(_)) | Err(Error::ConnectionClosed) => return Ok(()),
            Ok(_) => {}
            Err(Error::Io(error)) if is_silence(&error) => {
                if let Some(told) = &mut told {
                    tell_head(&mut socket, shared, &mut line, told)?;
                }
            }
            Err(error) => return Err(io::Error::other(error)),
        }
    }
    Ok(())
}

/// `None` if the connection is to end. A subscription notes the head from which on there is something to tell.
fn answer(
    asked: &[u8],
    shared: &Shared,
    line: &mut Upstream,
    told: &mut Option<Value>,
) -> Option<Value> {
    let call: Value = serde_json::from_slice(asked).unwrap_or_default();
    if call["method"] == "eth_subscribe" && call["params"][0] == "newHeads" {
        *told = Some(newest(shared, line)["hash"].clone());
        return Some(json!({ "jsonrpc": "2.0", "id": call["id"], "result": SUBSCRIPTION }));
    }
    match shared.reply(asked, line) {
        Reply::Json(answer) => Some(answer),
        Reply::Status(..) | Reply::Garbage | Reply::Huge | Reply::Nothing | Reply::Half(_) => None,
    }
}

fn tell_head(
    socket: &mut WebSocket<TcpStream>,
    shared: &Shared,
    line: &mut Upstream,
    told: &mut Value,
) -> io::Result<()> {
    let head = newest(shared, line);
    if head["hash"] == *told || head.is_null() {
        return Ok(());
    }
    *told = head["hash"].clone();
    let params = json!({ "subscription": SUBSCRIPTION, "result": head });
    let word = json!({ "jsonrpc": "2.0", "method": "eth_subscription", "params": params });
    send(socket, &word)
}

fn newest(shared: &Shared, line: &mut Upstream) -> Value {
    let params = json!(["latest", false]);
    let ask =
        json!({ "jsonrpc": "2.0", "id": 0, "method": "eth_getBlockByNumber", "params": params });
    match shared.reply(ask.to_string().as_bytes(), line) {
        Reply::Json(mut answer) => answer["result"].take(),
        _ => Value::Null,
    }
}

fn send(socket: &mut WebSocket<TcpStream>, answer: &Value) -> io::Result<()> {
    let message = Message::text(answer.to_string());
    socket.send(message).map_err(io::Error::other)
}

fn is_silence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    )
}
