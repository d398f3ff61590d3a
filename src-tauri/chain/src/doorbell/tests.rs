//! Sockets that announce, break, refuse and never answer.

use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};

use super::*;
use crate::stub::{Stub, run};

/// Long enough never to be waited for in a test that passes.
const NEVER: Duration = Duration::from_mins(10);

type Server = WebSocketStream<TcpStream>;

async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/ws", listener.local_addr().unwrap());
    (listener, url)
}

/// Accepts one connection and answers its subscription; also gives the `Authorization` header.
async fn accept(listener: &TcpListener, answer: serde_json::Value) -> (Server, Option<String>) {
    let (stream, _) = listener.accept().await.unwrap();
    let mut authorization = None;
    #[expect(clippy::result_large_err, reason = "the library's signature")]
    let look = |request: &Request, response: Response| {
        let header = request.headers().get("authorization");
        authorization = header.map(|value| value.to_str().unwrap().to_owned());
        Ok(response)
    };
    let mut stream = accept_hdr_async(stream, look).await.unwrap();
    let call = stream.next().await.unwrap().unwrap().into_text().unwrap();
    assert!(
        call.contains("eth_subscribe") && call.contains("newHeads"),
        "{call}"
    );
    stream
        .send(Message::text(answer.to_string()))
        .await
        .unwrap();
    (stream, authorization)
}

fn subscribed() -> serde_json::Value {
    json!({ "jsonrpc": "2.0", "id": 1, "result": "0x1" })
}

async fn announce(stream: &mut Server) {
    let head = json!({ "jsonrpc": "2.0", "method": "eth_subscription", "params": { "subscription": "0x1", "result": { "number": "0x1" } } });
    stream.send(Message::text(head.to_string())).await.unwrap();
}

fn bell(url: &str, auth: Auth) -> Doorbell {
    let mut bell = Doorbell::connect(url, auth).unwrap().every(NEVER);
    if let Some(socket) = &mut bell.socket {
        socket.pause = Duration::from_millis(5);
    }
    bell
}

#[test]
fn it_rings_when_it_is_opened_and_for_each_head() {
    run(async {
        let (listener, url) = listener().await;
        let mut bell = bell(&url, Auth::Bearer("token".to_owned()));
        let (ring, (mut stream, authorization)) =
            tokio::join!(bell.ring(), accept(&listener, subscribed()));
        assert_eq!(ring, Ring::Announced);
        assert_eq!(authorization.as_deref(), Some("Bearer token"));
        for _ in 0..3 {
            announce(&mut stream).await;
            assert_eq!(bell.ring().await, Ring::Announced);
        }
        for _ in 0..50 {
            announce(&mut stream).await;
        }
        bell.every = Duration::from_millis(300);
        let mut rings = 0;
        while bell.ring().await == Ring::Announced {
            rings += 1;
        }
        assert!((1..5).contains(&rings), "{rings}");
        stream.send(Message::text("[not for us")).await.unwrap();
        stream.send(Message::binary(vec![1])).await.unwrap();
        bell.every = Duration::from_millis(50);
        assert_eq!(bell.ring().await, Ring::Time);
    });
}

#[test]
fn a_broken_socket_is_opened_again_and_time_rings_until_then() {
    run(async {
        let (listener, url) = listener().await;
        let mut bell = bell(&url, Auth::None);
        let (_, (stream, _)) = tokio::join!(bell.ring(), accept(&listener, subscribed()));
        drop(stream);
        // A connection that is never answered, from the one before being refused to be a socket.
        let (silent, _) = listener.accept().await.unwrap();
        bell.every = Duration::from_millis(20);
        assert_eq!(bell.ring().await, Ring::Time);
        drop(silent);
        bell.every = NEVER;
        let (ring, (mut stream, _)) = tokio::join!(bell.ring(), accept(&listener, subscribed()));
        assert_eq!(ring, Ring::Announced);
        announce(&mut stream).await;
        assert_eq!(bell.ring().await, Ring::Announced);
    });
}

#[test]
fn a_node_that_announces_nothing_is_left_in_peace() {
    run(async {
        let (listener, url) = listener().await;
        let mut bell = bell(&url, Auth::None);
        bell.every = Duration::from_millis(30);
        let missing = json!({ "jsonrpc": "2.0", "id": 1, "error": { "code": -32601, "message": "notifications not supported" } });
        let (ring, _) = tokio::join!(bell.ring(), accept(&listener, missing));
        assert_eq!(ring, Ring::Time);
        assert_eq!(bell.ring().await, Ring::Time);
        assert!(bell.listener.as_ref().unwrap().is_finished());
    });
}

#[test]
fn an_address_that_is_no_socket_leaves_the_time() {
    run(async {
        let stub = Stub::start(|_| (200, String::new())).await;
        let url = stub.url().replace("http", "ws");
        let mut bell = bell(&url, Auth::None);
        bell.every = Duration::from_millis(30);
        assert_eq!(bell.ring().await, Ring::Time);
        let mut plain = Doorbell::to(&Connection::to(stub.url())).unwrap();
        plain.every = Duration::from_millis(10);
        assert_eq!(plain.ring().await, Ring::Time);
    });
}

#[test]
fn addresses_of_other_kinds_are_refused() {
    for wrong in ["", "http://node.example", "node.example/ws"] {
        let error = Doorbell::connect(wrong, Auth::None).unwrap_err();
        assert!(matches!(error, NodeError::Address(_)), "{wrong}");
    }
}
