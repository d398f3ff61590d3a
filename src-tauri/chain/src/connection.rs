//! How to reach a node: its address, how to introduce oneself, whom to trust and which way to go. It sends nothing.

use std::fmt;

use alloy::transports::http::reqwest::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName,
    HeaderValue, TE, TRANSFER_ENCODING, UPGRADE,
};
use alloy::transports::http::reqwest::{
    Certificate, Client, ClientBuilder, Proxy, redirect::Policy,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use url::{Host, Url};

use crate::NodeError;
use crate::error::said;

/// Headers that say how a message is to be read; they are not for callers to set.
const FRAMING: [HeaderName; 7] = [
    HOST,
    CONNECTION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// How to introduce oneself to a node.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    #[default]
    None,
    /// HTTP basic authentication, RFC 7617 (Kaleido's app credentials are of this kind).
    Basic {
        /// User name, or credential id.
        user: String,
        /// Password.
        password: String,
    },
    /// A bearer token, RFC 6750.
    Bearer(String),
    /// Any other header, such as a gateway's `X-Api-Key`.
    Header {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
    /// Several of these at once.
    Several(Vec<Auth>),
}

impl Auth {
    /// Reads what one keeps in an environment variable or a file: one line for each of `user:password`, `bearer:TOKEN`
    /// and `header:Name: value`. Empty lines are skipped; nothing but empty lines is an error.
    pub fn parse(text: &str) -> Result<Self, NodeError> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let mut all: Vec<Self> = lines.map(Self::parse_line).collect::<Result<_, _>>()?;
        match all.len() {
            0 => Err(NodeError::Credentials),
            1 => Ok(all.remove(0)),
            _ => Ok(Self::Several(all)),
        }
    }

    fn parse_line(line: &str) -> Result<Self, NodeError> {
        let (kind, rest) = line.split_once(':').ok_or(NodeError::Credentials)?;
        match kind {
            "" => Err(NodeError::Credentials),
            "bearer" => Ok(Self::Bearer(rest.trim().to_owned())),
            "header" => {
                let (name, value) = rest.split_once(':').ok_or(NodeError::Credentials)?;
                Ok(Self::Header {
                    name: name.trim().to_owned(),
                    value: value.trim().to_owned(),
                })
            }
            user => Ok(Self::Basic {
                user: user.to_owned(),
                password: rest.to_owned(),
            }),
        }
    }

    /// The headers to send with each request.
    pub(crate) fn headers(&self) -> Result<HeaderMap, NodeError> {
        let mut headers = HeaderMap::new();
        self.add_to(&mut headers)?;
        Ok(headers)
    }

    fn add_to(&self, headers: &mut HeaderMap) -> Result<(), NodeError> {
        let (name, value) = match self {
            Self::None => return Ok(()),
            Self::Several(all) => return all.iter().try_for_each(|one| one.add_to(headers)),
            Self::Basic { user, password } => {
                let pair = BASE64.encode(format!("{user}:{password}"));
                (AUTHORIZATION, format!("Basic {pair}"))
            }
            Self::Bearer(token) => (AUTHORIZATION, format!("Bearer {token}")),
            Self::Header { name, value } => {
                let name = HeaderName::try_from(name).map_err(|_| NodeError::Credentials)?;
                (name, value.clone())
            }
        };
        let mut value = HeaderValue::from_str(&value).map_err(|_| NodeError::Credentials)?;
        value.set_sensitive(true);
        // Two of one name would be a guess which of them counts.
        if FRAMING.contains(&name) || headers.insert(name, value).is_some() {
            return Err(NodeError::Credentials);
        }
        Ok(())
    }
}

/// Names the kind only: credentials never reach a log.
impl fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => formatter.write_str("None"),
            Self::Basic { .. } => formatter.write_str("Basic"),
            Self::Bearer(_) => formatter.write_str("Bearer"),
            Self::Header { name, .. } => write!(formatter, "Header({name:?})"),
            Self::Several(all) => formatter.debug_tuple("Several").field(all).finish(),
        }
    }
}

/// How to reach a node.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Connection {
    /// The address, `http` or `https`. A user and password may be in it.
    pub url: String,
    /// How to introduce oneself.
    pub auth: Auth,
    /// Certificates of authorities that are trusted beside the system's, as PEM (RFC 7468), one or several.
    pub ca_pem: Option<Vec<u8>>,
    /// The proxy for all requests, an `http` or `https` address that may carry a user and password. Without one, the
    /// environment's (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) is used. This machine is always reached
    /// directly.
    pub proxy: Option<String>,
    /// Where new blocks are announced, `ws` or `wss`; see [`crate::Doorbell`].
    pub ws: Option<String>,
}

impl Connection {
    /// A plain connection to an address.
    pub fn to(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ..Self::default()
        }
    }

    /// The node's address, if it is one.
    pub(crate) fn address(&self) -> Result<Url, NodeError> {
        http_address(&self.url)
    }

    /// Everything that requests to `url` have in common.
    pub(crate) fn client(&self, url: &Url) -> Result<ClientBuilder, NodeError> {
        // Redirects would carry the credentials elsewhere.
        let mut builder = Client::builder()
            .redirect(Policy::none())
            .tcp_nodelay(true)
            .default_headers(self.auth.headers()?);
        if is_loopback(url) {
            builder = builder.no_proxy();
        } else if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy_at(proxy)?);
        }
        if let Some(pem) = &self.ca_pem {
            builder = builder.tls_certs_merge(certificates(pem)?);
        }
        Ok(builder)
    }
}

/// Shows the addresses without credentials.
impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |url: &str| Url::parse(url).map(bare).unwrap_or_default();
        formatter
            .debug_struct("Connection")
            .field("url", &shown(&self.url))
            .field("auth", &self.auth)
            .field("ca_pem", &self.ca_pem.as_ref().map(Vec::len))
            .field("proxy", &self.proxy.as_deref().map(shown))
            .field("ws", &self.ws.as_deref().map(shown))
            .finish()
    }
}

/// An `http` or `https` address.
pub(crate) fn http_address(url: &str) -> Result<Url, NodeError> {
    let url = Url::parse(url).map_err(|error| NodeError::Address(error.to_string()))?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err(NodeError::Address(format!(
            "{}: is neither http nor https",
            said(url.scheme())
        )))
    }
}

/// An address as it was given, but for a user and a password in it.
pub(crate) fn bare(mut url: Url) -> String {
    // Both only fail on addresses that cannot have credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

fn proxy_at(address: &str) -> Result<Proxy, NodeError> {
    let url = Url::parse(address).map_err(|error| NodeError::Proxy(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(NodeError::Proxy(format!(
            "{}: is neither http nor https",
            said(url.scheme())
        )));
    }
    Proxy::all(url).map_err(|error| NodeError::Proxy(said(&error.without_url().to_string())))
}

fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, NodeError> {
    let found = Certificate::from_pem_bundle(pem)
        .map_err(|error| NodeError::Certificates(said(&error.to_string())))?;
    if found.is_empty() {
        return Err(NodeError::Certificates("there is none in it".to_owned()));
    }
    Ok(found)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Node;

    #[test]
    fn credentials_are_read_and_not_shown() {
        assert_eq!(
            Auth::parse("bearer:a:b").unwrap(),
            Auth::Bearer("a:b".to_owned())
        );
        let basic = Auth::parse("me:pass:word").unwrap();
        assert!(
            matches!(&basic, Auth::Basic { user, password } if user == "me" && password == "pass:word")
        );
        assert_eq!(format!("{basic:?}"), "Basic");
        for wrong in [
            "",
            "\n \n",
            "token",
            ":password",
            "header:X-Api-Key",
            "me:p\ntoken",
        ] {
            assert_eq!(
                Auth::parse(wrong).unwrap_err(),
                NodeError::Credentials,
                "{wrong}"
            );
        }
        // RFC 7617, section 2.
        let aladdin = Auth::parse("Aladdin:open sesame").unwrap();
        assert_eq!(
            aladdin.headers().unwrap()[AUTHORIZATION],
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
        );
    }

    #[test]
    fn several_headers_are_sent_together() {
        let text = "bearer:token\n\nheader:X-Api-Key: abc:1\r\nheader:x-tenant:seven\n";
        let auth = Auth::parse(text).unwrap();
        let headers = auth.headers().unwrap();
        assert_eq!(headers[AUTHORIZATION], "Bearer token");
        assert_eq!(headers["x-api-key"], "abc:1");
        assert_eq!(headers["x-tenant"], "seven");
        assert!(!format!("{auth:?}").contains("abc"));
    }

    #[test]
    fn headers_that_cannot_be_sent_are_refused() {
        for wrong in [
            Auth::Bearer("a\nb".to_owned()),
            Auth::parse("header:X Y: z").unwrap(),
            Auth::parse("header:Content-Length: 3").unwrap(),
            Auth::parse("header:host: elsewhere").unwrap(),
            Auth::parse("me:secret\nbearer:token").unwrap(),
        ] {
            assert_eq!(wrong.headers(), Err(NodeError::Credentials), "{wrong:?}");
        }
    }

    #[test]
    fn what_a_connection_needs_is_checked_before_anything_is_sent() {
        let here = Connection::to("https://node.example");
        let refused = |connection: Connection| Node::to(&connection).unwrap_err();
        for pem in [
            "",
            "no certificate",
            "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----",
        ] {
            let ca_pem = Some(pem.into());
            let error = refused(Connection {
                ca_pem,
                ..here.clone()
            });
            assert!(matches!(error, NodeError::Certificates(_)), "{error}");
        }
        for proxy in ["", "proxy", "ftp://proxy"] {
            let proxy = Some(proxy.to_owned());
            let error = refused(Connection {
                proxy,
                ..here.clone()
            });
            assert!(matches!(error, NodeError::Proxy(_)), "{error}");
        }
    }

    #[test]
    fn a_connection_is_shown_without_secrets() {
        let connection = Connection {
            url: "https://me:hush@node.example/rpc".to_owned(),
            auth: Auth::Bearer("hush".to_owned()),
            ca_pem: Some(b"hush".to_vec()),
            proxy: Some("http://me:hush@proxy.example".to_owned()),
            ws: Some("wss://me:hush@node.example/ws".to_owned()),
        };
        let shown = format!("{connection:?}");
        assert!(
            !shown.contains("hush") && shown.contains("node.example/rpc"),
            "{shown}"
        );
    }
}
