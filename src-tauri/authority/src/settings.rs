//! Where the timestamp authority is, whom to trust on the way and which way to go. Nothing is sent here.

use std::fmt;

use reqwest::{Certificate, Client, Proxy, redirect::Policy};
use signature::Certificate as Issuer;
use thiserror::Error;
use url::{Host, Url};

/// More redirects than these are not followed.
const MAX_REDIRECTS: usize = 3;

/// How to reach a timestamp authority and whoever answers about certificates.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The timestamp authority's address, `http` or `https`. A user and password may be in it.
    pub timestamp: String,
    /// Certificates of authorities that are trusted for connections beside the system's, as PEM, one or several.
    pub ca_pem: Option<Vec<u8>>,
    /// The proxy for all requests, an `http` or `https` address. Without one, the environment's is used. This machine is
    /// always reached directly.
    pub proxy: Option<String>,
    /// Certificates, as PEM, that may be missing on the way from the timestamp authority or the signer to a root.
    pub issuers_pem: Option<String>,
}

/// Settings that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// The address is not an `http` or `https` URL.
    #[error("not the address of a timestamp authority: {0}")]
    Address(String),
    /// The proxy's is not one.
    #[error("not the address of a proxy: {0}")]
    Proxy(String),
    /// The certificates for connections cannot be read.
    #[error("the certificates for connections cannot be read: {0}")]
    Certificates(String),
    /// The certificates on the way to a root cannot be read.
    #[error("the certificates of issuers cannot be read")]
    Issuers,
    /// The system's part of the connection cannot be made.
    #[error("connections cannot be made: {0}")]
    Client(String),
}

/// Shows addresses without credentials.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |address: &str| Url::parse(address).map(bare).unwrap_or_default();
        f.debug_struct("Settings")
            .field("timestamp", &shown(&self.timestamp))
            .field("proxy", &self.proxy.as_deref().map(shown))
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// An authority that needs nothing but its address.
    pub fn at(timestamp: impl Into<String>) -> Self {
        Self {
            timestamp: timestamp.into(),
            ..Self::default()
        }
    }

    pub(crate) fn address(&self) -> Result<Url, SettingsError> {
        web_address(&self.timestamp).map_err(SettingsError::Address)
    }

    pub(crate) fn issuers(&self) -> Result<Vec<Issuer>, SettingsError> {
        const END: &str = "-----END CERTIFICATE-----";
        let text = self.issuers_pem.as_deref().unwrap_or_default();
        let blocks = text.split_inclusive(END).filter_map(|part| {
            let start = part.find("-----BEGIN CERTIFICATE-----")?;
            Some(&part[start..])
        });
        let all: Vec<Issuer> = blocks
            .map(|block| Issuer::from_pem(block).map_err(|_| SettingsError::Issuers))
            .collect::<Result<_, _>>()?;
        if all.is_empty() && self.issuers_pem.is_some() {
            return Err(SettingsError::Issuers);
        }
        Ok(all)
    }

    /// A client for requests to `url`.
    pub(crate) fn client(&self, url: &Url) -> Result<Client, SettingsError> {
        let mut builder = Client::builder()
            .redirect(Policy::custom(|attempt| {
                // Never from a protected connection to one that is not, and never away from the web.
                let is_web = matches!(attempt.url().scheme(), "http" | "https");
                let leaves_tls = attempt.url().scheme() == "http"
                    && attempt.previous().iter().any(|url| url.scheme() == "https");
                if !is_web || leaves_tls || attempt.previous().len() > MAX_REDIRECTS {
                    attempt.stop()
                } else {
                    attempt.follow()
                }
            }))
            .connect_timeout(crate::client::CONNECT)
            .timeout(crate::client::ANSWER);
        if is_loopback(url) {
            builder = builder.no_proxy();
        } else if let Some(proxy) = &self.proxy {
            let url = web_address(proxy).map_err(SettingsError::Proxy)?;
            let proxy = Proxy::all(url);
            builder = builder.proxy(
                proxy.map_err(|error| SettingsError::Proxy(error.without_url().to_string()))?,
            );
        }
        if let Some(pem) = &self.ca_pem {
            let found = Certificate::from_pem_bundle(pem)
                .map_err(|error| SettingsError::Certificates(error.to_string()))?;
            if found.is_empty() {
                return Err(SettingsError::Certificates("there is none".to_owned()));
            }
            builder = builder.tls_certs_merge(found);
        }
        builder
            .build()
            .map_err(|error| SettingsError::Client(error.to_string()))
    }
}

/// An `http` or `https` address; the error says what is wrong.
pub(crate) fn web_address(address: &str) -> Result<Url, String> {
    let url = Url::parse(address).map_err(|error| error.to_string())?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err("it is neither http nor https".to_owned())
    }
}

/// An address without a user and a password.
pub(crate) fn bare(mut url: Url) -> String {
    // Both only fail on addresses that cannot have credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
