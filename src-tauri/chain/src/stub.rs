//! Nodes made for tests, over real TCP on this machine: they answer as a test wants them to.

use std::future::Future;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::Connection;
use crate::Node;
use crate::rpc::Patience;

pub(crate) mod chain;

/// Runs a test that waits.
pub(crate) fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

/// A server for as long as the test's runtime lives.
pub(crate) struct Stub(String);

impl Stub {
    /// Answers each request with an HTTP status and a body.
    pub(crate) async fn start(
        answer: impl Fn(Value) -> (u16, String) + Clone + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let answer = answer.clone();
                tokio::spawn(async move {
                    let _ = serve(stream, answer).await;
                });
            }
        });
        Self(url)
    }

    /// Answers as a node with this chain does.
    pub(crate) async fn of(chain: chain::FakeChain) -> Self {
        Self::start(move |request| {
            let one = |call: &Value| {
                let mut reply = match chain.answer(call["method"].as_str().unwrap(), &call["params"]) {
                    Ok(result) => json!({ "jsonrpc": "2.0", "result": result }),
                    Err((code, message)) => json!({ "jsonrpc": "2.0", "error": { "code": code, "message": message } }),
                };
                reply["id"] = call["id"].clone();
                reply
            };
            let reply = match &request {
                Value::Array(calls) if chain.refuses(calls.len()) => {
                    json!({ "jsonrpc": "2.0", "id": null, "error": { "code": -32600, "message": "batch too large" } })
                }
                Value::Array(calls) => calls.iter().rev().map(one).collect(),
                call => one(call),
            };
            (200, reply.to_string())
        })
        .await
    }

    /// Nobody listens there.
    pub(crate) async fn gone() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self(format!("http://{}", listener.local_addr().unwrap()))
    }

    /// Answers each request with a body, over TLS.
    pub(crate) async fn start_tls(acceptor: TlsAcceptor, body: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        let _ = serve(stream, |_| (200, body.to_owned())).await;
                    }
                });
            }
        });
        Self(url)
    }

    /// Breaks off the first so many connections as soon as something is asked; then answers each request with a body.
    pub(crate) async fn breaking(mut times: u32, body: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                if times > 0 {
                    times -= 1;
                    let _ = stream.read(&mut [0; 1024]).await;
                } else {
                    let _ = serve(stream, |_| (200, body.to_owned())).await;
                }
            }
        });
        Self(url)
    }

    /// Takes connections and says nothing.
    pub(crate) async fn silent() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let mut open = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                open.push(stream);
            }
        });
        Self(url)
    }

    /// Where it is.
    pub(crate) fn url(&self) -> &str {
        &self.0
    }

    /// A connection to it that loses its patience soon.
    pub(crate) fn node(&self) -> Node {
        self.node_with_pause(Duration::from_millis(10))
    }

    /// A connection to it that waits so long before it asks again.
    pub(crate) fn node_with_pause(&self, pause: Duration) -> Node {
        let second = Duration::from_secs(1);
        let patience = Patience {
            connect: second,
            answer: 5 * second,
            attempts: 3,
            attempts_broken_off: 6,
            pause,
            total: (5 * second).max(2 * pause),
        };
        Node::with_patience(&Connection::to(&self.0), patience).unwrap()
    }
}

/// HTTP/1.1 as far as the client under test needs it.
async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    answer: impl Fn(Value) -> (u16, String),
) -> std::io::Result<()> {
    let (reader, mut writer) = tokio::io::split(stream);
    let mut reader = BufReader::new(reader);
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).await?;
        let (status, body) = answer(serde_json::from_slice(&body).unwrap());
        let reply = format!(
            "HTTP/1.1 {status} Said\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        writer.write_all(reply.as_bytes()).await?;
        writer.flush().await?;
    }
}
