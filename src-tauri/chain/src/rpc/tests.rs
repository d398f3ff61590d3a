//! What a client makes of servers that are absent, unwilling or no nodes at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use alloy::transports::http::reqwest::header::HeaderName;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::*;
use crate::stub::chain::FakeChain;
use crate::stub::{Stub, run};
use crate::{Auth, Node};

async fn head_of(status: u16, body: &'static str) -> (NodeError, u32) {
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let stub = Stub::start(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        (status, body.to_owned())
    });
    let error = stub.await.node().head().await.unwrap_err();
    (error, asked.load(Ordering::Relaxed))
}

#[test]
fn nobody_there_is_unreachable() {
    run(async {
        let node = Stub::gone().await.node();
        let error = node.head().await.unwrap_err();
        assert!(
            matches!(error, NodeError::Unreachable(_)) && error.is_transient(),
            "{error}"
        );
    });
}

#[test]
fn connections_that_break_are_made_again_more_often_than_others() {
    run(async {
        let body = r#"{"jsonrpc":"2.0","id":0,"result":"0x7"}"#;
        let stub = Stub::breaking(5, body).await;
        assert_eq!(stub.node().head().await, Ok(7));
        let stub = Stub::breaking(6, body).await;
        let error = stub.node().head().await.unwrap_err();
        assert!(
            matches!(error, NodeError::BrokenOff(_)) && error.is_transient(),
            "{error}"
        );
        // The next request has all attempts again.
        assert_eq!(stub.node().head().await, Ok(7));
    });
}

#[test]
fn refused_credentials_are_not_tried_again() {
    run(async {
        assert_eq!(
            head_of(401, "go away").await,
            (NodeError::Unauthorized(401), 1)
        );
        assert_eq!(head_of(403, "").await, (NodeError::Unauthorized(403), 1));
    });
}

#[test]
fn a_rate_limit_is_waited_for_and_a_range_limit_is_not() {
    run(async {
        let limited =
            r#"{"jsonrpc":"2.0","id":0,"error":{"code":-32005,"message":"too many requests"}}"#;
        assert_eq!(
            head_of(200, limited).await,
            (NodeError::RateLimited { retry_after: None }, 3)
        );
        assert_eq!(
            head_of(429, "").await,
            (NodeError::RateLimited { retry_after: None }, 3)
        );
        let range = r#"{"jsonrpc":"2.0","id":0,"error":{"code":-32005,"message":"Requested range exceeds maximum RPC range limit"}}"#;
        assert_eq!(
            head_of(200, range).await,
            (NodeError::RangeTooLarge { hint: None }, 1)
        );
    });
}

#[test]
fn what_is_not_json_rpc_is_told_apart() {
    run(async {
        assert!(matches!(
            head_of(200, "<html>").await,
            (NodeError::Unreadable(_), 1)
        ));
        assert!(matches!(
            head_of(200, "{}").await,
            (NodeError::Unreadable(_), 1)
        ));
        assert_eq!(head_of(404, "").await, (NodeError::Http(404), 1));
        assert_eq!(
            head_of(502, "").await,
            (
                NodeError::Unavailable {
                    status: 502,
                    retry_after: None
                },
                3
            )
        );
    });
}

#[test]
fn an_error_inside_an_error_status_is_read() {
    run(async {
        let body = r#"{"jsonrpc":"2.0","id":0,"error":{"code":-32601,"message":"nope"}}"#;
        assert_eq!(
            head_of(500, body).await.0,
            NodeError::MethodMissing("eth_blockNumber".to_owned())
        );
    });
}

#[test]
fn addresses_are_checked_and_shown_without_credentials() {
    let node = Node::connect("https://me:secret@node.example/rpc", Auth::None).unwrap();
    assert_eq!(node.url(), "https://node.example/rpc");
    assert!(!format!("{node:?}").contains("secret"));
    for wrong in [
        "",
        "node.example",
        "ftp://node.example",
        "file:///etc/passwd",
    ] {
        assert!(
            matches!(Node::connect(wrong, Auth::None), Err(NodeError::Address(_))),
            "{wrong}"
        );
    }
}

#[test]
fn a_pause_is_asked_for_in_seconds_or_until_a_date() {
    let asked = |pairs: &[(&'static str, &'static str)]| {
        let header = |(name, value): &(&'static str, &'static str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        retry_after(&pairs.iter().map(header).collect())
    };
    let now = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    let later = ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT");
    let before = ("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT");
    assert_eq!(asked(&[("retry-after", "7")]), Some(Duration::from_secs(7)));
    assert_eq!(asked(&[now, later]), Some(Duration::from_secs(30)));
    assert_eq!(asked(&[now, before]), Some(Duration::ZERO));
    assert_eq!(asked(&[later]), None);
    assert_eq!(asked(&[now, ("retry-after", "soon")]), None);
    assert_eq!(asked(&[now]), None);
}

#[test]
fn a_node_is_reached_through_the_proxy_that_was_named() {
    run(async {
        let proxy = Stub::start(|_| (200, r#"{"jsonrpc":"2.0","id":0,"result":"0x7"}"#.to_owned()));
        let proxy = proxy.await;
        let connection = Connection {
            proxy: Some(proxy.url().to_owned()),
            ..Connection::to("http://node.invalid/rpc")
        };
        assert_eq!(Node::to(&connection).unwrap().head().await, Ok(7));
        // This machine is reached directly, whatever the proxy.
        let here = Stub::start(|_| (200, r#"{"jsonrpc":"2.0","id":0,"result":"0x8"}"#.to_owned()));
        let connection = Connection {
            url: here.await.url().to_owned(),
            ..connection
        };
        assert_eq!(Node::to(&connection).unwrap().head().await, Ok(8));
    });
}

#[test]
fn a_gateway_that_refuses_batches_is_asked_one_by_one() {
    run(async {
        let chain = FakeChain::default();
        chain.fork(1, 4, 1);
        chain.limit_batches(0);
        let node = Stub::of(chain.clone()).await.node();
        let refused = node.headers(1..=3).await.unwrap_err();
        assert!(matches!(refused, NodeError::RangeTooLarge { .. }));
        let headers = node.headers(2..=2).await.unwrap();
        assert_eq!(headers[0].hash(), chain.hashes(2)[0]);
    });
}

/// An authority, and a server with a certificate of it for 127.0.0.1.
fn authority_and_server() -> (String, TlsAcceptor) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = params.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            key.serialize_der().try_into().unwrap(),
        )
        .unwrap();
    (authority, TlsAcceptor::from(Arc::new(config)))
}

#[test]
fn a_private_authority_is_trusted_when_it_is_named_and_only_then() {
    run(async {
        let (authority, acceptor) = authority_and_server();
        let body = r#"{"jsonrpc":"2.0","id":0,"result":"0x7"}"#;
        let stub = Stub::start_tls(acceptor, body).await;
        let head = async |ca_pem: Option<String>| {
            let connection = Connection {
                ca_pem: ca_pem.map(String::into_bytes),
                ..Connection::to(stub.url())
            };
            Node::to(&connection).unwrap().head().await
        };
        assert_eq!(head(Some(authority)).await, Ok(7));
        let (other, _) = authority_and_server();
        for ca_pem in [None, Some(other)] {
            let error = head(ca_pem).await.unwrap_err();
            assert!(matches!(error, NodeError::Untrusted(_)), "{error}");
            assert!(!error.is_transient());
        }
    });
}
